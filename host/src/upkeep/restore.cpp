#include "upkeep/restore.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "callboard/sql.hpp"
#include "sql/database_factory.hpp"
#include "sql/migrator.hpp"
#include "upkeep/disk.hpp"
#include "upkeep/gzip_file.hpp"
#include "upkeep/mysql_programs.hpp"
#include "upkeep/sqlite_copy.hpp"

namespace callboard::host {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kSqliteMark("SQLite format 3\0", 16);
constexpr std::size_t kLongestMark = 1024 * 1024;  // of MySQL's first line

void unpack(const fs::path& from, const std::function<void(std::string_view)>& piece) {
  try {
    read_gzip(from, piece);
  } catch (const std::runtime_error& error) {
    throw RestoreRefused(error.what());
  }
}

// Whole, and of which engine: what it begins with.
void check_engine(Engine engine, std::string_view beginning) {
  if (beginning.starts_with(kSqliteMark)) {
    if (engine != Engine::Sqlite) throw RestoreRefused("it is a backup of SQLite, and this site runs on MySQL");
  } else if (beginning.starts_with(kMysqlBackupMark)) {
    if (engine != Engine::Mysql) throw RestoreRefused("it is a backup of MySQL, and this site runs on SQLite");
  } else {
    throw RestoreRefused("it is no backup of Callboard's");
  }
}

// Unpacked beside the database, since from there a rename is enough.
class SqliteBackup : public CheckedBackup {
 public:
  SqliteBackup(const RestoreSite& site, const fs::path& file)
      : database_(site.settings.database.file), unpacked_(database_.string() + ".restoring") {
    remove();
    try {
      write(file);
      if (const auto fault = fault_of_sqlite(unpacked_); !fault.empty())
        throw RestoreRefused("it is damaged: " + fault);
      check_migrations(site);
    } catch (...) {
      remove();
      throw;
    }
  }
  ~SqliteBackup() override { remove(); }

  void put_in_place(const std::optional<Backup>&) override { replace_sqlite(database_, unpacked_); }

 private:
  void write(const fs::path& file) const {
    fs::create_directories(database_.parent_path());
    const UniqueFd out(::open(unpacked_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!out) disk_failed("create");
    own_like(out.get(), fs::exists(database_) ? database_ : database_.parent_path());
    bool first = true;
    unpack(file, [&](std::string_view piece) {
      if (std::exchange(first, false)) check_engine(Engine::Sqlite, piece);
      while (!piece.empty()) {
        const auto written = ::write(out.get(), piece.data(), piece.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) disk_failed("write");
        piece.remove_prefix(static_cast<std::size_t>(written));
      }
    });
  }

  void check_migrations(const RestoreSite& site) const {
    auto settings = site.settings.database;
    settings.file = unpacked_;
    try {
      Migrator(settings, {}, site.migrations, site.clock, site.log).pending();
    } catch (const MigrationError& error) {
      throw RestoreRefused(std::string("this program does not fit it: ") + error.what());
    }
  }

  void remove() const {
    std::error_code ignored;
    for (const char* more : {"", "-wal", "-shm", "-journal"}) fs::remove(unpacked_.string() + more, ignored);
  }

  const fs::path database_;
  const fs::path unpacked_;
};

class MysqlBackup : public CheckedBackup {
 public:
  MysqlBackup(const RestoreSite& site, const fs::path& file) : site_(site), file_(file) {
    std::string first;
    std::string last;
    unpack(file, [&](std::string_view piece) {
      if (first.find('\n') == std::string::npos && first.size() < kLongestMark)
        first.append(piece.substr(0, kLongestMark));
      last.append(piece.substr(piece.size() - std::min<std::size_t>(piece.size(), 100)));
      last.erase(0, last.size() - std::min<std::size_t>(last.size(), 100));
    });
    check_engine(Engine::Mysql, first);
    if (last.find("-- Dump completed") == std::string::npos) throw RestoreRefused("it is damaged: its end is missing");
    check_migrations(first.substr(0, first.find('\n')));
  }

  // MySQL commits each CREATE by itself, so this is as near to all or nothing as there is: what fails half way is
  // undone by loading what there was.
  void put_in_place(const std::optional<Backup>& kept) override {
    try {
      load(file_);
    } catch (const std::exception&) {
      if (kept) load(site_.folder.path_of(kept->name));
      throw;
    }
  }

 private:
  void check_migrations(const std::string& line) const {
    const auto told = nlohmann::json::parse(line.substr(kMysqlBackupMark.size()), nullptr, false);
    if (!told.is_object() || !told.contains("migrations")) throw RestoreRefused("it is damaged: its first line");
    const auto known = read_migrations(site_.migrations, Engine::Mysql);
    for (const auto& entry : told["migrations"]) {
      const auto feature = entry.value("feature", "");
      const bool ours = std::any_of(site_.migrations.begin(), site_.migrations.end(),
                                    [&](const auto& folder) { return folder.feature == feature; });
      if (!ours) continue;  // of a plugin that is switched off
      const auto same = std::find_if(known.begin(), known.end(), [&](const Migration& m) {
        return m.feature == feature && m.number == entry.value("number", 0);
      });
      const auto name = feature + "/" + entry.value("name", "");
      if (same == known.end()) throw RestoreRefused("this program does not fit it: it does not know " + name);
      if (same->checksum != entry.value("checksum", "")) {
        throw RestoreRefused("this program does not fit it: its " + name + " is another one");
      }
    }
  }

  void load(const fs::path& file) const {
    const auto emptying = drop_all_tables();
    load_mysql(site_.settings.database, [&](const Piece& piece) {
      piece(emptying);
      read_gzip(file, piece);
    });
  }

  // Also those that later migrations made.
  std::string drop_all_tables() const {
    const auto database = make_migration_database(site_.settings.database, {}, site_.log);
    return database->read_single([](Transaction& tx) {
      std::string all = "SET FOREIGN_KEY_CHECKS = 0;\n";
      std::string name;
      soci::statement select =
          (tx.sql().prepare << "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() AND "
                               "table_type = 'BASE TABLE' AND table_name REGEXP '^[A-Za-z0-9_]+$'",
           soci::into(name));
      select.execute();
      while (select.fetch()) all += "DROP TABLE IF EXISTS `" + name + "`;\n";
      return all;
    });
  }

  const RestoreSite site_;
  const fs::path file_;
};

}  // namespace

std::unique_ptr<CheckedBackup> check_backup(const RestoreSite& site, const fs::path& file) {
  if (site.settings.database.engine == Engine::Mysql) return std::make_unique<MysqlBackup>(site, file);
  return std::make_unique<SqliteBackup>(site, file);
}

}  // namespace callboard::host
