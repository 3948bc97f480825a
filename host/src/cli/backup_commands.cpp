#include "cli/backup_commands.hpp"

#include <istream>
#include <ostream>

#include <fmt/format.h>

#include "log/json_log.hpp"
#include "runtime/runtime.hpp"
#include "upkeep/host_lock.hpp"
#include "upkeep/restore.hpp"
#include "upkeep/sqlite_copy.hpp"

namespace callboard::host {
namespace {

struct Storehouse {
  explicit Storehouse(const Invocation& invocation)
      : settings(invocation.settings()), maker(settings.database, settings.server.data_dir, clock, log) {
    std::filesystem::create_directories(settings.server.data_dir);
  }
  Settings settings;
  JsonLog log{Log::Level::Warning};
  SystemClock clock;
  BackupMaker maker;
};

bool confirmed(const std::string& name, std::istream& in, std::ostream& out) {
  out << "The whole database becomes what it was in " << name << ". Go on? [y/N] " << std::flush;
  std::string answer;
  std::getline(in, answer);
  return answer == "y" || answer == "Y" || answer == "yes";
}

// A name wins over a file of that name in the working directory.
std::filesystem::path file_of(const BackupFolder& folder, const std::string& which) {
  return folder.has(which) ? folder.path_of(which) : std::filesystem::path(which);
}

// One that is damaged, the very reason to restore another, is moved aside as it is.
std::optional<Backup> keep_present(Storehouse& store, std::ostream& out) {
  const auto& database = store.settings.database;
  if (database.engine == Engine::Sqlite) {
    if (!std::filesystem::exists(database.file)) return std::nullopt;
    if (const auto fault = fault_of_sqlite(database.file); !fault.empty()) {
      out << "what there was is damaged (" << fault << "); it is kept as " << set_sqlite_aside(database.file).string()
          << "\n";
      return std::nullopt;
    }
  }
  const auto kept = store.maker.make();
  out << "what there was is kept as " << kept.name << "\n" << std::flush;
  return kept;
}

int refuse(std::ostream& err, const std::string& why) {
  err << "callboard: nothing was restored: " << why << "\n";
  return 1;
}

}  // namespace

int backup(const Invocation& invocation, std::ostream& out, std::ostream&) {
  Storehouse store(invocation);
  out << store.maker.make().name << "\n";
  return 0;
}

int backups(const Invocation& invocation, std::ostream& out, std::ostream&) {
  Storehouse store(invocation);
  for (const auto& one : store.maker.folder().all()) out << fmt::format("{:<40} {:>14} bytes\n", one.name, one.bytes);
  return 0;
}

int restore(const Invocation& invocation, const std::string& which, bool sure, std::istream& in, std::ostream& out,
            std::ostream& err) {
  Storehouse store(invocation);
  const auto alone = HostLock::alone(store.settings.server.data_dir);
  if (!alone) return refuse(err, "the host runs; stop it first");
  const auto& folder = store.maker.folder();
  const auto file = file_of(folder, which);
  if (!std::filesystem::is_regular_file(file)) return refuse(err, "there is no backup " + which);
  if (!sure && !confirmed(which, in, out)) return refuse(err, "it was not confirmed");
  try {
    const auto migrations = migration_folders(store.settings);
    const auto checked = check_backup({store.settings, migrations, store.clock, store.log, folder}, file);
    checked->put_in_place(keep_present(store, out));
  } catch (const RestoreRefused& error) {
    return refuse(err, which + ": " + error.what());
  } catch (const std::exception& error) {
    return refuse(err, error.what());
  }
  out << "restored " << which << "\nrun `callboard migrate`, then start the host\n";
  return 0;
}

}  // namespace callboard::host
