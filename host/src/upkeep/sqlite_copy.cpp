#include "upkeep/sqlite_copy.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <memory>

#include <fmt/format.h>
#include <sqlite3.h>

#include "callboard/errors.hpp"
#include "process/unique_fd.hpp"
#include "upkeep/disk.hpp"

namespace callboard::host {
namespace {

namespace fs = std::filesystem;

constexpr int kPagesAtOnce = 4096;
constexpr int kBusyMilliseconds = 5000;

using Connection = std::unique_ptr<sqlite3, int (*)(sqlite3*)>;

[[noreturn]] void fail(sqlite3* connection, int code) {
  const bool full = (code & 0xff) == SQLITE_FULL || code == SQLITE_IOERR_WRITE;
  throw Unavailable(fmt::format("backup: {} ({})", sqlite3_errmsg(connection), code),
                    full ? _("The disk is full.") : Text());
}

Connection open(const fs::path& file, int flags) {
  sqlite3* raw = nullptr;
  const int code = sqlite3_open_v2(file.c_str(), &raw, flags, nullptr);
  Connection connection(raw, &sqlite3_close);
  if (code != SQLITE_OK) fail(raw, code);
  sqlite3_extended_result_codes(raw, 1);
  sqlite3_busy_timeout(raw, kBusyMilliseconds);
  return connection;
}

void run(sqlite3* connection, const char* statement) {
  if (const int code = sqlite3_exec(connection, statement, nullptr, nullptr, nullptr); code != SQLITE_OK) {
    fail(connection, code);
  }
}

void sync_file(const fs::path& file) {
  const UniqueFd descriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (!descriptor || ::fsync(descriptor.get()) != 0) disk_failed("sync");
}

int add_line(void* lines, int columns, char** values, char**) {
  auto& text = *static_cast<std::string*>(lines);
  if (columns > 0 && values[0] != nullptr && std::string_view(values[0]) != "ok") {
    text += (text.empty() ? "" : "; ") + std::string(values[0]);
  }
  return 0;
}

}  // namespace

// In a transaction of the source's own, so that all steps see one state: otherwise each writer that comes between two
// of them would make the copy begin again, and on a busy site it would never end. In WAL mode such a reader holds up
// nobody.
void copy_sqlite(const fs::path& source, const fs::path& target) {
  const auto from = open(source, SQLITE_OPEN_READWRITE);  // a reader of a WAL file writes to its index
  run(from.get(), "PRAGMA query_only = ON");
  run(from.get(), "BEGIN; SELECT COUNT(*) FROM sqlite_master");
  const UniqueFd made(::open(target.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!made) disk_failed("create");
  const auto to = open(target, SQLITE_OPEN_READWRITE);
  run(to.get(), "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF");  // it is whole at its end, or thrown away
  sqlite3_backup* const backup = sqlite3_backup_init(to.get(), "main", from.get(), "main");
  if (backup == nullptr) fail(to.get(), sqlite3_extended_errcode(to.get()));
  int code = SQLITE_OK;
  while (code == SQLITE_OK) code = sqlite3_backup_step(backup, kPagesAtOnce);
  sqlite3_backup_finish(backup);
  if (code != SQLITE_DONE) fail(to.get(), code);
}

std::string fault_of_sqlite(const fs::path& file) {
  try {
    const auto connection = open(file, SQLITE_OPEN_READWRITE);
    std::string faults;
    for (const char* check : {"PRAGMA integrity_check(10)", "PRAGMA foreign_key_check"}) {
      const int code = sqlite3_exec(connection.get(), check, &add_line, &faults, nullptr);
      if (code != SQLITE_OK) fail(connection.get(), code);
    }
    return faults;
  } catch (const Unavailable& error) {
    return error.what();
  }
}

void replace_sqlite(const fs::path& file, const fs::path& with) {
  sync_file(with);
  if (fs::exists(file)) {
    // What the log holds goes into the file first: the next one must not find it beside itself.
    const auto old = open(file, SQLITE_OPEN_READWRITE);
    run(old.get(), "PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE");
  }
  for (const char* more : {"-wal", "-shm"}) {
    if (fs::exists(file.string() + more)) throw Unavailable("restore: somebody has the database open");
  }
  if (::rename(with.c_str(), file.c_str()) != 0) disk_failed("rename");
  sync_folder(file.parent_path());
}

fs::path set_sqlite_aside(const fs::path& file) {
  auto aside = file.string() + ".damaged";
  for (int i = 2; fs::exists(aside); ++i) aside = fmt::format("{}.damaged-{}", file.string(), i);
  for (const char* more : {"-wal", "-shm", ""}) {
    if (::rename((file.string() + more).c_str(), (aside + more).c_str()) != 0 && errno != ENOENT) disk_failed("rename");
  }
  return aside;
}

}  // namespace callboard::host
