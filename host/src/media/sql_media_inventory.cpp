#include "media/sql_media_inventory.hpp"

#include <fmt/format.h>

#include "callboard/sql.hpp"

namespace callboard::host {

const char* SqlMediaInventory::after_statement() {
  return R"sql(
      SELECT name, size, CASE WHEN state = 'doomed' THEN 1 ELSE 0 END, CASE WHEN due_at IS NULL THEN 0 ELSE 1 END
        FROM host_media WHERE name > :name ORDER BY name LIMIT :limit)sql";
}
const char* SqlMediaInventory::uses_statement() {
  return "SELECT kind, record, variant FROM host_media_uses WHERE media = :name LIMIT 10";
}

std::vector<MediaRow> SqlMediaInventory::after(const std::string& name, int limit) {
  return database_.read_single([&](Transaction& tx) {
    const long long most = limit;
    std::vector<MediaRow> rows;
    std::string found;
    long long size = 0;
    int doomed = 0;
    int watched = 0;
    soci::statement select = (tx.sql().prepare << after_statement(), soci::use(name, "name"), soci::use(most, "limit"),
                              soci::into(found), soci::into(size), soci::into(doomed), soci::into(watched));
    select.execute();
    while (select.fetch()) rows.push_back({found, static_cast<std::uint64_t>(size), doomed != 0, watched != 0});
    return rows;
  });
}

std::vector<std::string> SqlMediaInventory::uses_of(const std::string& name) {
  return database_.read_single([&](Transaction& tx) {
    std::vector<std::string> uses;
    std::string kind;
    long long record = 0;
    std::string variant;
    soci::statement select = (tx.sql().prepare << uses_statement(), soci::use(name, "name"), soci::into(kind),
                              soci::into(record), soci::into(variant));
    select.execute();
    while (select.fetch()) uses.push_back(fmt::format("{} {} ({})", kind, record, variant));
    return uses;
  });
}

void SqlMediaInventory::make_due(const std::string& name, Time now) {
  database_.transact_single([&](Transaction& tx) {
    const auto at = to_sql(now);
    tx.sql() << R"sql(
        UPDATE host_media SET due_at = :now, touched = touched + 1
         WHERE name = :name AND due_at IS NULL
           AND NOT EXISTS (SELECT 1 FROM host_media_uses WHERE media = :name))sql",
        soci::use(at, "now"), soci::use(name, "name");
  });
}

}  // namespace callboard::host
