// Brings the database's schema up to date: files sql/<feature>/0001_name.{mysql,sqlite}.sql, each run once.
//
// MySQL commits each CREATE or ALTER by itself, so a migration is not one transaction: it is a row of statements, and
// the database remembers how many are done. What was interrupted goes on at the right one.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "callboard/services.hpp"
#include "config/settings.hpp"
#include "sql/migration_files.hpp"
#include "sql/migration_journal.hpp"
#include "sql/migration_lock.hpp"

namespace callboard::host {

class Migrator {
 public:
  struct Step {
    std::string feature;
    std::string name;
    int statements;
    int applied;  // already, by a run that was interrupted
  };

  // Features in the order in which they build on each other. `clock` and `log` must outlive it. Throws MigrationError
  // for faults in the folders.
  Migrator(const DatabaseSettings& settings, const std::filesystem::path& data_dir,
           const std::vector<MigrationFolder>& folders, Clock& clock, Log& log);
  ~Migrator();

  // What migrate() would run, in order; changes nothing. Throws MigrationError for a migration that was changed or
  // removed after it ran, Unavailable where the database does not answer.
  std::vector<Step> pending();

  // Runs what is pending and returns it. Waits for another process that migrates. Throws as pending(), and
  // MigrationError for a statement that fails: what ran before it stays, and the next call goes on there.
  std::vector<Step> migrate(std::chrono::seconds patience = std::chrono::seconds(60));

 private:
  struct Task {
    const Migration* migration;
    MigrationJournal::Entry journal;
    bool is_new;
  };

  std::vector<Task> tasks();
  void run(const Task& task, MigrationLock& lock);
  void run_statement(const Migration& migration, int statement, bool may_have_run);

  const std::filesystem::path sqlite_file_;  // empty on MySQL
  const std::vector<std::string> features_;
  const std::unique_ptr<Database> database_;
  const std::vector<Migration> migrations_;
  MigrationJournal journal_;
  Clock& clock_;
  Log& log_;
};

}  // namespace callboard::host
