#include "sql/migrator.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "callboard/sql.hpp"
#include "sql/database_error.hpp"
#include "sql/database_factory.hpp"

namespace callboard::host {
namespace {

std::vector<std::string> features_of(const std::vector<MigrationFolder>& folders) {
  std::vector<std::string> result;
  for (const auto& folder : folders) result.push_back(folder.feature);
  return result;
}

// What MySQL says to a CREATE, ALTER or DROP that has been carried out already.
bool says_done_already(const DatabaseError& error) {
  static const std::set<unsigned> codes = {
      1050,  // table exists
      1051,  // unknown table
      1060,  // duplicate column
      1061,  // duplicate key name
      1091,  // cannot drop: no such column or key
      1304,  // procedure exists
      1359,  // trigger exists
      1826,  // duplicate foreign key name
      3822,  // duplicate check name
  };
  return codes.contains(error.code());
}

void check_unchanged(const Migration& migration, const MigrationJournal::Entry& journal) {
  const auto file = migration.feature + "/" + migration.name;
  if (journal.name != migration.name) {
    throw MigrationError(fmt::format("{}: the database knows this number as {}", file, journal.name));
  }
  if (journal.checksum == migration.checksum || (journal.applied == 0 && !journal.finished)) return;
  if (journal.finished) throw MigrationError(file + " was changed after it ran; write a new migration instead");
  throw MigrationError(fmt::format("{} was changed after {} of its statements ran", file, journal.applied));
}

}  // namespace

Migrator::Migrator(const DatabaseSettings& settings, const std::filesystem::path& data_dir,
                   const std::vector<MigrationFolder>& folders, Clock& clock, Log& log)
    : sqlite_file_(settings.engine == Engine::Sqlite ? data_dir / settings.file : std::filesystem::path()),
      features_(features_of(folders)),
      database_(make_migration_database(settings, data_dir, log)),
      migrations_(read_migrations(folders, settings.engine)),
      journal_(*database_, clock),
      clock_(clock),
      log_(log) {}

Migrator::~Migrator() = default;

std::vector<Migrator::Task> Migrator::tasks() {
  // Looking must not create the file.
  const bool nothing_there = !sqlite_file_.empty() && !std::filesystem::exists(sqlite_file_);
  auto known = nothing_there ? MigrationJournal::Entries() : journal_.entries();
  std::vector<Task> result;
  for (const Migration& migration : migrations_) {
    const auto found = known.find({migration.feature, migration.number});
    const bool is_new = found == known.end();
    const auto journal = is_new ? MigrationJournal::Entry() : found->second;
    if (!is_new) {
      check_unchanged(migration, journal);
      known.erase(found);
    }
    if (!journal.finished) result.push_back({&migration, journal, is_new || journal.applied == 0});
  }
  for (const auto& [id, journal] : known) {
    if (std::find(features_.begin(), features_.end(), id.first) == features_.end()) continue;
    throw MigrationError(fmt::format("{}/{} ran on this database, but its file is not there", id.first, journal.name));
  }
  return result;
}

std::vector<Migrator::Step> Migrator::pending() {
  std::vector<Step> result;
  for (const Task& task : tasks()) {
    const Migration& m = *task.migration;
    result.push_back({m.feature, m.name, static_cast<int>(m.statements.size()), task.journal.applied});
  }
  return result;
}

std::vector<Migrator::Step> Migrator::migrate(std::chrono::seconds patience) {
  if (pending().empty()) return {};
  if (!sqlite_file_.empty()) std::filesystem::create_directories(sqlite_file_.parent_path());
  journal_.create_tables();
  MigrationLock lock(*database_, clock_, log_, patience);
  const auto steps = pending();
  for (const Task& task : tasks()) run(task, lock);
  return steps;
}

void Migrator::run(const Task& task, MigrationLock& lock) {
  const Migration& m = *task.migration;
  if (task.is_new) journal_.begin(m);
  for (int i = task.journal.applied + 1; i <= static_cast<int>(m.statements.size()); ++i) {
    lock.check();
    const bool may_have_run = i == task.journal.attempted && task.journal.checksum == m.checksum;
    run_statement(m, i, may_have_run);
  }
  journal_.finish(m);
  log_.info("migration_done", {{"feature", m.feature}, {"migration", m.name}, {"statements", m.statements.size()}});
}

void Migrator::run_statement(const Migration& m, int statement, bool may_have_run) {
  journal_.attempt(m, statement);
  try {
    database_->transact([&](Transaction& tx) {
      const bool tolerant = std::exchange(may_have_run, true) && tx.engine() == Engine::Mysql;
      try {
        tx.sql() << m.statements[static_cast<std::size_t>(statement - 1)];
      } catch (const DatabaseError& error) {
        if (!tolerant || !says_done_already(error)) throw;
      }
      journal_.applied(tx, m, statement);
    });
  } catch (const Unavailable&) {
    throw;
  } catch (const std::exception& error) {
    throw MigrationError(fmt::format("{}/{}: statement {}: {}", m.feature, m.name, statement, error.what()));
  }
}

}  // namespace callboard::host
