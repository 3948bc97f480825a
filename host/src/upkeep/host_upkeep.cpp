#include "upkeep/host_upkeep.hpp"

#include "sql/connection_pool.hpp"
#include "sql/database_factory.hpp"
#include "upkeep/sql_database_facts.hpp"

namespace callboard::host {

HostUpkeep::HostUpkeep(Database& database, const DatabaseSettings& settings, const std::filesystem::path& data_dir,
                       Clock& clock, Log& log, SlowStatements& slow)
    : database_(database),
      settings_(settings),
      data_dir_(data_dir),
      clock_(clock),
      log_(log),
      slow_(slow),
      maker_(settings, data_dir, clock, log) {}

DatabaseFacts HostUpkeep::facts() {
  return database_.read([](Transaction& tx) { return SqlDatabaseFacts::facts(tx); });
}

std::vector<TableSize> HostUpkeep::tables() {
  return database_.read([](Transaction& tx) { return SqlDatabaseFacts::tables(tx); });
}

std::vector<AppliedMigration> HostUpkeep::migrations() {
  return database_.read_single([](Transaction& tx) { return SqlDatabaseFacts::migrations(tx); });
}

PoolState HostUpkeep::pool() {
  auto* const pooled = dynamic_cast<Pooled*>(&database_);
  return pooled != nullptr ? pooled->pool_state() : PoolState{};
}

// By a connection of its own, on which an answer may take its time, and none of the visitors' is kept busy.
std::vector<std::string> HostUpkeep::check() {
  const auto database = make_migration_database(settings_, data_dir_, log_);
  auto faults = database->read_single([](Transaction& tx) { return SqlDatabaseFacts::check(tx); });
  for (const auto& fault : faults) log_.error("database_fault", {{"fault", fault}});
  return faults;
}

Response HostUpkeep::send(std::string_view name) {
  if (!maker_.folder().has(name)) throw NotFound("backup");
  return Response::bytes("", "application/gzip")
      .header("X-Accel-Redirect", "/_backups/" + std::string(name))
      .header("X-Content-Type-Options", "nosniff")
      .header("Content-Disposition", "attachment; filename=\"" + std::string(name) + "\"")
      .header("Cache-Control", "no-store");
}

void HostUpkeep::remove(std::string_view name) {
  if (!maker_.folder().remove(name)) throw NotFound("backup");
}

void HostUpkeep::back_up_when_due() {
  const auto all = backups();
  const auto age = std::chrono::hours(settings_.backup_every_hours);
  if (all.empty() || all.front().made_at + age <= clock_.now()) back_up();
}

void add_backup_job(JobRunner& runner, HostUpkeep& upkeep, const DatabaseSettings& settings) {
  if (settings.backup_every_hours == 0) return;
  runner.add("host.backup", {"backup", std::chrono::minutes(10), [&upkeep] { upkeep.back_up_when_due(); }});
}

}  // namespace callboard::host
