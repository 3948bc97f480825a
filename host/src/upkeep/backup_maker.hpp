// Makes a backup of either engine. Thread-safe.
#pragma once

#include <filesystem>
#include <functional>

#include "callboard/services.hpp"
#include "config/settings.hpp"
#include "upkeep/backup_folder.hpp"

namespace callboard::host {

// SQLite: the file itself, packed. MySQL: its dump, packed, behind a line (a comment to SQL) that says which migrations
// it has had. Settings' file is absolute.
class BackupMaker {
 public:
  BackupMaker(const DatabaseSettings& settings, const std::filesystem::path& data_dir, Clock& clock, Log& log)
      : settings_(settings), folder_(data_dir / "backups"), clock_(clock), log_(log) {}

  // As DatabaseUpkeep::back_up().
  Backup make();
  const BackupFolder& folder() const { return folder_; }

 private:
  void write(const BackupFolder::Turn& turn);
  void write_sqlite(const BackupFolder::Turn& turn);
  void write_mysql(const BackupFolder::Turn& turn);

  const DatabaseSettings settings_;
  BackupFolder folder_;
  Clock& clock_;
  Log& log_;
};

// The first line of a backup of MySQL. `migrations` as in MigrationJournal.
constexpr std::string_view kMysqlBackupMark = "-- callboard backup ";

}  // namespace callboard::host
