#include "sql/migration_journal.hpp"

#include "callboard/sql.hpp"

namespace callboard::host {

void MigrationJournal::create_tables() {
  const std::string suffix =
      database_.engine() == Engine::Mysql ? " ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin" : "";
  database_.transact([&](Transaction& tx) {
    tx.sql() << "CREATE TABLE IF NOT EXISTS callboard_migrations ("
                "feature VARCHAR(64) NOT NULL, number INT NOT NULL, name VARCHAR(190) NOT NULL, "
                "checksum CHAR(64) NOT NULL, attempted INT NOT NULL, applied INT NOT NULL, "
                "started_at BIGINT NOT NULL, finished_at BIGINT NULL, PRIMARY KEY (feature, number))" +
                    suffix;
  });
  database_.transact([&](Transaction& tx) {
    tx.sql() << "CREATE TABLE IF NOT EXISTS callboard_migration_lock ("
                "id INT NOT NULL PRIMARY KEY, holder VARCHAR(64) NOT NULL, expires_at BIGINT NOT NULL)" +
                    suffix;
  });
}

bool MigrationJournal::exists(Transaction& tx) {
  int count = 0;
  if (tx.engine() == Engine::Mysql) {
    tx.sql() << "SELECT COUNT(*) FROM information_schema.tables "
                "WHERE table_schema = DATABASE() AND table_name = 'callboard_migrations'",
        soci::into(count);
  } else {
    tx.sql() << "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = 'callboard_migrations'",
        soci::into(count);
  }
  return count > 0;
}

MigrationJournal::Entries MigrationJournal::entries() {
  return database_.read([&](Transaction& tx) {
    Entries result;
    if (!exists(tx)) return result;
    std::string feature;
    int number = 0;
    int finished = 0;
    Entry entry;
    soci::statement select =
        (tx.sql().prepare << "SELECT feature, number, name, checksum, attempted, applied, "
                             "CASE WHEN finished_at IS NULL THEN 0 ELSE 1 END FROM callboard_migrations",
         soci::into(feature), soci::into(number), soci::into(entry.name), soci::into(entry.checksum),
         soci::into(entry.attempted), soci::into(entry.applied), soci::into(finished));
    select.execute();
    while (select.fetch()) {
      entry.finished = finished != 0;
      result[{feature, number}] = entry;
    }
    return result;
  });
}

// A migration of which nothing was applied yet may have been corrected meanwhile.
void MigrationJournal::begin(const Migration& m) {
  const auto now = to_sql(clock_.now());
  database_.transact([&](Transaction& tx) {
    tx.sql() << "DELETE FROM callboard_migrations WHERE feature = :feature AND number = :number AND applied = 0",
        soci::use(m.feature, "feature"), soci::use(m.number, "number");
    tx.sql() << "INSERT INTO callboard_migrations (feature, number, name, checksum, attempted, applied, started_at) "
                "VALUES (:feature, :number, :name, :checksum, 0, 0, :now)",
        soci::use(m.feature, "feature"), soci::use(m.number, "number"), soci::use(m.name, "name"),
        soci::use(m.checksum, "checksum"), soci::use(now, "now");
  });
}

void MigrationJournal::attempt(const Migration& m, int statement) {
  database_.transact([&](Transaction& tx) {
    tx.sql() << "UPDATE callboard_migrations SET attempted = :statement WHERE feature = :feature AND number = :number",
        soci::use(statement, "statement"), soci::use(m.feature, "feature"), soci::use(m.number, "number");
  });
}

void MigrationJournal::applied(Transaction& tx, const Migration& m, int statement) {
  tx.sql() << "UPDATE callboard_migrations SET applied = :statement WHERE feature = :feature AND number = :number",
      soci::use(statement, "statement"), soci::use(m.feature, "feature"), soci::use(m.number, "number");
}

void MigrationJournal::finish(const Migration& m) {
  const auto now = to_sql(clock_.now());
  database_.transact([&](Transaction& tx) {
    tx.sql() << "UPDATE callboard_migrations SET finished_at = :now WHERE feature = :feature AND number = :number",
        soci::use(now, "now"), soci::use(m.feature, "feature"), soci::use(m.number, "number");
  });
}

}  // namespace callboard::host
