// Puts a backup in the database's place. For the command line, while the host does not run.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "config/settings.hpp"
#include "sql/migration_files.hpp"
#include "upkeep/backup_maker.hpp"

namespace callboard::host {

// Why there is nothing to be restored; nothing was changed.
class RestoreRefused : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// A backup that was unpacked and looked over: whole, of this engine, and not newer than this program.
class CheckedBackup {
 public:
  virtual ~CheckedBackup() = default;
  // From its return on the database is what the backup holds; where it throws, what it was. `kept` is a backup of what
  // there is now, or nothing where there is nothing.
  virtual void put_in_place(const std::optional<Backup>& kept) = 0;
};

struct RestoreSite {
  const Settings& settings;
  const std::vector<MigrationFolder>& migrations;
  Clock& clock;
  Log& log;
  const BackupFolder& folder;
};

// Throws RestoreRefused.
std::unique_ptr<CheckedBackup> check_backup(const RestoreSite& site, const std::filesystem::path& file);

}  // namespace callboard::host
