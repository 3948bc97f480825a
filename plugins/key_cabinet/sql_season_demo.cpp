#include "sql_season_demo.hpp"

#include <callboard/sql.hpp>

namespace key_cabinet {

using namespace callboard;

namespace {

std::vector<SqlSeasonDemo::Named> named(Transaction& tx, const char* text) {
  long long id = 0;
  std::string name, serial;
  soci::statement select = (tx.sql().prepare << text, soci::into(id), soci::into(name), soci::into(serial));
  std::vector<SqlSeasonDemo::Named> all;
  select.execute();
  while (select.fetch()) all.push_back({id, name, serial});
  return all;
}

}  // namespace

bool SqlSeasonDemo::is_there(Transaction& tx) {
  long long windows = 0;
  tx.sql() << "SELECT COUNT(*) FROM key_cabinet_windows", soci::into(windows);
  return windows != 0;
}

std::optional<std::int64_t> SqlSeasonDemo::holder(Transaction& tx, const std::string& serial) {
  long long id = 0;
  tx.sql() << "SELECT id FROM key_cabinet_holders WHERE serial = :serial", soci::use(serial, "serial"), soci::into(id);
  return tx.sql().got_data() ? std::optional<std::int64_t>(id) : std::nullopt;
}

std::optional<std::int64_t> SqlSeasonDemo::first_cabinet(Transaction& tx) {
  long long id = 0;
  soci::indicator is_one = soci::i_null;
  tx.sql() << "SELECT MIN(id) FROM key_cabinet_cabinets", soci::into(id, is_one);
  return is_one == soci::i_ok ? std::optional<std::int64_t>(id) : std::nullopt;
}

std::vector<SqlSeasonDemo::Named> SqlSeasonDemo::keys(Transaction& tx) {
  return named(tx, "SELECT id, label, '' FROM key_cabinet_keys ORDER BY label");
}

std::vector<SqlSeasonDemo::Named> SqlSeasonDemo::rooms(Transaction& tx) {
  return named(tx, "SELECT id, name, '' FROM key_cabinet_rooms ORDER BY name");
}

std::vector<SqlSeasonDemo::Named> SqlSeasonDemo::holders(Transaction& tx) {
  return named(tx, "SELECT id, fullname, serial FROM key_cabinet_holders WHERE serial IS NOT NULL ORDER BY id");
}

void SqlSeasonDemo::set_due(Transaction& tx, const std::string& label, Time due) {
  const auto at = to_sql(due);
  tx.sql() << "UPDATE key_cabinet_loans SET due_at = :due "
              "WHERE open_key = (SELECT k.id FROM key_cabinet_keys k WHERE k.label = :label)",
      soci::use(at, "due"), soci::use(label, "label");
}

}  // namespace key_cabinet
