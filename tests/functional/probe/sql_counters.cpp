#include "sql_counters.hpp"

#include <soci/soci.h>

namespace probe {
namespace {

long long read(callboard::Transaction& tx, const std::string& name) {
  long long value = 0;
  tx.sql() << "SELECT value FROM probe_counters WHERE name = :name", soci::use(name), soci::into(value);
  return value;
}

const char* upsert(callboard::Engine engine) {
  return engine == callboard::Engine::Sqlite
             ? "INSERT INTO probe_counters (name, value) VALUES (:name, 1) ON CONFLICT (name) DO UPDATE SET value = "
               "value + 1"
             : "INSERT INTO probe_counters (name, value) VALUES (:name, 1) ON DUPLICATE KEY UPDATE value = value + 1";
}

}  // namespace

long long Counters::increment(const std::string& name) {
  return database_.transact([&](callboard::Transaction& tx) {
    tx.sql() << upsert(tx.engine()), soci::use(name);
    return read(tx, name);
  });
}

long long Counters::value_in(callboard::Transaction& tx, const std::string& name) { return read(tx, name); }

long long Counters::value(const std::string& name) {
  return database_.read_single([&](callboard::Transaction& tx) { return read(tx, name); });
}

}  // namespace probe
