#include "upkeep/backup_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include <date/date.h>
#include <fmt/format.h>

#include "callboard/local_time.hpp"
#include "upkeep/disk.hpp"

namespace callboard::host {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPattern = "dddd-dd-dd-dddddd";
constexpr std::size_t kMostOfOneSecond = 100;

const char* ending_of(Engine engine) { return engine == Engine::Sqlite ? ".sqlite.gz" : ".sql.gz"; }

std::string stem_of(Time time) { return date::format("%Y-%m-%d-%H%M%S", date::floor<std::chrono::seconds>(time)); }

// The second in which it was made, from a name that has the pattern.
Time time_of(const std::string& name) {
  const auto minute =
      time_from_local(fmt::format("{}T{}:{}", name.substr(0, 10), name.substr(11, 2), name.substr(13, 2)), "UTC");
  const auto second = std::chrono::seconds(10 * (name[15] - '0') + (name[16] - '0'));
  return minute && second < std::chrono::minutes(1) ? *minute + second : Time{};
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

BackupFolder::Turn::~Turn() {
  if (!file_) return;
  std::error_code ignored;
  fs::remove(part(), ignored);
  for (const char* more : {"", "-journal", "-wal", "-shm"}) fs::remove(scratch().string() + more, ignored);
}

BackupFolder::Turn BackupFolder::turn() const {
  std::error_code error;
  fs::create_directories(folder_, error);
  if (error) throw Unavailable("backup: " + error.message());
  UniqueFd file(::open((folder_ / ".lock").c_str(), O_RDONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644));
  if (!file) disk_failed("open the lock");
  own_like(UniqueFd(::open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)).get(), folder_.parent_path());
  own_like(file.get(), folder_.parent_path());
  if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
    throw Conflict("backup: another one is being made", _("Another backup is being made."));
  }
  { const Turn before(UniqueFd(::dup(file.get())), folder_); }  // whose process died
  return {std::move(file), folder_};
}

Backup BackupFolder::publish(const Turn& turn, Time now, Engine engine) const {
  // Readable by all who get into the folder, which is the site's alone: nginx sends it.
  const UniqueFd part(::open(turn.part().c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (!part || ::fchmod(part.get(), 0640) != 0) disk_failed("chmod");
  own_like(part.get(), folder_.parent_path());
  const auto stem = stem_of(now);
  auto name = stem + ending_of(engine);
  // link() refuses a name that is there; rename() would take its place.
  for (std::size_t i = 2; ::link(turn.part().c_str(), path_of(name).c_str()) != 0; ++i) {
    if (errno != EEXIST || i > kMostOfOneSecond) disk_failed("rename");
    name = fmt::format("{}-{}{}", stem, i, ending_of(engine));
  }
  ::unlink(turn.part().c_str());
  sync_folder(folder_);
  return {name, time_of(name), fs::file_size(path_of(name))};
}

void BackupFolder::prune(std::size_t kept) const {
  const auto backups = all();
  for (std::size_t i = kept; i < backups.size(); ++i) remove(backups[i].name);
}

std::vector<Backup> BackupFolder::all() const {
  std::vector<Backup> found;
  std::error_code error;
  for (fs::directory_iterator entry(folder_, error), end; !error && entry != end; entry.increment(error)) {
    const auto name = entry->path().filename().string();
    struct stat file {};
    if (!is_name(name) || ::lstat(entry->path().c_str(), &file) != 0 || !S_ISREG(file.st_mode)) continue;
    found.push_back({name, time_of(name), static_cast<std::uint64_t>(file.st_size)});
  }
  // "…-2" of the same second is the newer one, and so is "…-10".
  std::sort(found.begin(), found.end(), [](const Backup& a, const Backup& b) {
    if (a.made_at != b.made_at) return a.made_at > b.made_at;
    return a.name.size() != b.name.size() ? a.name.size() > b.name.size() : a.name > b.name;
  });
  return found;
}

bool BackupFolder::is_name(std::string_view name) {
  if (name.size() < kPattern.size() || name.size() > 64) return false;
  for (std::size_t i = 0; i < kPattern.size(); ++i) {
    if (kPattern[i] == 'd' ? !is_digit(name[i]) : name[i] != kPattern[i]) return false;
  }
  auto rest = name.substr(kPattern.size());
  if (rest.starts_with('-')) {
    rest.remove_prefix(1);
    if (rest.empty() || !is_digit(rest[0])) return false;
    while (!rest.empty() && is_digit(rest[0])) rest.remove_prefix(1);
  }
  return rest == ending_of(Engine::Sqlite) || rest == ending_of(Engine::Mysql);
}

bool BackupFolder::has(std::string_view name) const {
  struct stat file {};
  return is_name(name) && ::lstat(path_of(name).c_str(), &file) == 0 && S_ISREG(file.st_mode);
}

bool BackupFolder::remove(std::string_view name) const { return is_name(name) && ::unlink(path_of(name).c_str()) == 0; }

}  // namespace callboard::host
