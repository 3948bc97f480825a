#include "sql_key_import.hpp"

#include <callboard/sql.hpp>

namespace key_cabinet {

using namespace callboard;

bool SqlKeyImport::knows_serial(Transaction& tx, const std::string& serial) {
  long long found = 0;
  tx.sql() << "SELECT COUNT(*) FROM key_cabinet_holders WHERE serial = :serial", soci::use(serial, "serial"),
      soci::into(found);
  return found != 0;
}

std::optional<KeyId> SqlKeyImport::key(Transaction& tx, const std::string& label) {
  long long id = 0;
  tx.sql() << "SELECT id FROM key_cabinet_keys WHERE label = :label", soci::use(label, "label"), soci::into(id);
  return tx.sql().got_data() ? std::optional(KeyId{id}) : std::nullopt;
}

bool SqlKeyImport::is_out(Transaction& tx, KeyId key) {
  const auto id = to_sql(key);
  long long found = 0;
  tx.sql() << "SELECT COUNT(*) FROM key_cabinet_loans WHERE open_key = :key", soci::use(id, "key"), soci::into(found);
  return found != 0;
}

}  // namespace key_cabinet
