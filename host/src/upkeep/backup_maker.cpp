#include "upkeep/backup_maker.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <vector>

#include <nlohmann/json.hpp>

#include "sql/database_factory.hpp"
#include "sql/migration_journal.hpp"
#include "upkeep/disk.hpp"
#include "upkeep/gzip_file.hpp"
#include "upkeep/mysql_programs.hpp"
#include "upkeep/sqlite_copy.hpp"

namespace callboard::host {
namespace {

void pack(const std::filesystem::path& from, GzipWriter& into) {
  const UniqueFd file(::open(from.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file) disk_failed("open");
  std::vector<char> buffer(1 << 18);
  for (;;) {
    const auto got = ::read(file.get(), buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) disk_failed("read");
    if (got == 0) return;
    into.write({buffer.data(), static_cast<std::size_t>(got)});
  }
}

nlohmann::json described(const MigrationJournal::Entries& entries) {
  auto all = nlohmann::json::array();
  for (const auto& [id, entry] : entries) {
    all.push_back({{"feature", id.first},
                   {"number", id.second},
                   {"name", entry.name},
                   {"checksum", entry.checksum},
                   {"finished", entry.finished}});
  }
  return {{"migrations", all}};
}

}  // namespace

Backup BackupMaker::make() {
  const auto turn = folder_.turn();
  const auto begun = clock_.now();
  write(turn);
  const auto backup = folder_.publish(turn, begun, settings_.engine);
  folder_.prune(settings_.backups_kept);
  log_.info("backup_made", {{"name", backup.name}, {"bytes", backup.bytes}});
  return backup;
}

void BackupMaker::write(const BackupFolder::Turn& turn) {
  settings_.engine == Engine::Sqlite ? write_sqlite(turn) : write_mysql(turn);
}

void BackupMaker::write_sqlite(const BackupFolder::Turn& turn) {
  copy_sqlite(settings_.file, turn.scratch());
  GzipWriter writer(turn.part());
  pack(turn.scratch(), writer);
  writer.finish();
}

void BackupMaker::write_mysql(const BackupFolder::Turn& turn) {
  const auto database = make_migration_database(settings_, {}, log_);
  const auto migrations = described(MigrationJournal(*database, clock_).entries());
  GzipWriter writer(turn.part());
  writer.write(std::string(kMysqlBackupMark) + migrations.dump() + "\n");
  dump_mysql(settings_, [&](std::string_view piece) { writer.write(piece); });
  writer.finish();
}

}  // namespace callboard::host
