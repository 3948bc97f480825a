// DatabaseUpkeep put together from this room. Thread-safe.
#pragma once

#include <memory>

#include "callboard/upkeep.hpp"
#include "config/settings.hpp"
#include "jobs/job_runner.hpp"
#include "upkeep/backup_maker.hpp"
#include "upkeep/slow_statements.hpp"

namespace callboard::host {

class HostUpkeep : public DatabaseUpkeep {
 public:
  // All must outlive it.
  HostUpkeep(Database& database, const DatabaseSettings& settings, const std::filesystem::path& data_dir, Clock& clock,
             Log& log, SlowStatements& slow);

  DatabaseFacts facts() override;
  std::vector<TableSize> tables() override;
  std::vector<AppliedMigration> migrations() override;
  PoolState pool() override;
  std::vector<SlowStatement> slow_statements() override { return slow_.all(); }
  std::chrono::milliseconds slow_from() const override { return slow_.slow_from(); }
  std::vector<std::string> check() override;
  std::vector<Backup> backups() override { return maker_.folder().all(); }
  Backup back_up() override { return maker_.make(); }
  Response send(std::string_view name) override;
  void remove(std::string_view name) override;

  // Makes one where the newest is older than is configured.
  void back_up_when_due();

 private:
  Database& database_;
  const DatabaseSettings settings_;
  const std::filesystem::path data_dir_;
  Clock& clock_;
  Log& log_;
  SlowStatements& slow_;
  BackupMaker maker_;
};

// The daily backup; none where `backup_every_hours` is 0.
void add_backup_job(JobRunner& runner, HostUpkeep& upkeep, const DatabaseSettings& settings);

}  // namespace callboard::host
