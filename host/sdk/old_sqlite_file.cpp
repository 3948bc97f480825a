#include "callboard/old_sqlite_file.hpp"

#include <sqlite3.h>

#include <algorithm>

#include "callboard/encoding.hpp"

namespace callboard {

namespace {

constexpr int kLongestValue = 1'000'000;  // bytes

[[noreturn]] void fail(sqlite3* database) {
  throw OldFileError(std::string("the file cannot be read: ") + sqlite3_errmsg(database));
}

// What is not in the main file yet would be missed, since nothing beside it is read.
void require_at_rest(const std::filesystem::path& file) {
  if (!std::filesystem::is_regular_file(file)) throw OldFileError("there is no file " + file.string());
  for (const char* suffix : {"-wal", "-journal"}) {
    const auto beside = file.string() + suffix;
    std::error_code none;
    const auto size = std::filesystem::file_size(beside, none);
    if (none || size == 0) continue;
    throw OldFileError(beside +
                       " holds changes that are not in the file yet: stop the old system, then run "
                       "`sqlite3 FILE 'PRAGMA wal_checkpoint(TRUNCATE)'` on it");
  }
}

}  // namespace

OldFileError::~OldFileError() = default;

struct OldSqliteFile::Handle {
  std::unique_ptr<sqlite3, int (*)(sqlite3*)> database{nullptr, &sqlite3_close};
};

struct OldSqliteFile::Rows::State {
  sqlite3* database;
  std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> statement{nullptr, &sqlite3_finalize};
  bool at_end = false;
};

OldSqliteFile::OldSqliteFile(const std::filesystem::path& file) : handle_(std::make_unique<Handle>()) {
  require_at_rest(file);
  const auto path = std::filesystem::absolute(file).string();
  const auto uri = "file:" + percent_encode(path, "/") + "?mode=ro&immutable=1";
  sqlite3* opened = nullptr;
  const int result = sqlite3_open_v2(uri.c_str(), &opened, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, nullptr);
  handle_->database.reset(opened);
  if (result != SQLITE_OK) fail(opened);
  sqlite3_db_config(opened, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_db_config(opened, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
  sqlite3_limit(opened, SQLITE_LIMIT_LENGTH, kLongestValue);
}

OldSqliteFile::~OldSqliteFile() = default;

std::vector<std::string> OldSqliteFile::columns(const std::string& table) const {
  auto rows = select(
      "SELECT lower(c.name) FROM sqlite_schema t JOIN pragma_table_info(t.name) c "
      "WHERE t.type = 'table' AND lower(t.name) = '" +
      table + "'");
  std::vector<std::string> columns;
  while (rows.next()) columns.push_back(rows.text(0));
  return columns;
}

std::string OldSqliteFile::first_of(const std::vector<std::string>& columns, std::initializer_list<const char*> wanted,
                                    const char* otherwise) {
  for (const char* name : wanted) {
    if (std::find(columns.begin(), columns.end(), name) != columns.end()) return name;
  }
  return otherwise;
}

OldSqliteFile::Rows OldSqliteFile::select(const std::string& statement) const {
  auto* database = handle_->database.get();
  sqlite3_stmt* prepared = nullptr;
  if (sqlite3_prepare_v2(database, statement.c_str(), -1, &prepared, nullptr) != SQLITE_OK) fail(database);
  auto state = std::make_unique<Rows::State>();
  state->database = database;
  state->statement.reset(prepared);
  return Rows(std::move(state));
}

OldSqliteFile::Rows::Rows(std::unique_ptr<State> state) : state_(std::move(state)) {}
OldSqliteFile::Rows::Rows(Rows&&) noexcept = default;
OldSqliteFile::Rows& OldSqliteFile::Rows::operator=(Rows&&) noexcept = default;
OldSqliteFile::Rows::~Rows() = default;

// Stepping on from its end, a statement would begin anew.
bool OldSqliteFile::Rows::next() {
  if (state_->at_end) return false;
  const int result = sqlite3_step(state_->statement.get());
  if (result != SQLITE_ROW && result != SQLITE_DONE) fail(state_->database);
  state_->at_end = result == SQLITE_DONE;
  return result == SQLITE_ROW;
}

std::string OldSqliteFile::Rows::text(int column) const {
  auto* row = state_->statement.get();
  // Hashes are kept as bytes by some.
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(row, column));
  return bytes == nullptr ? "" : std::string(bytes, static_cast<std::size_t>(sqlite3_column_bytes(row, column)));
}

}  // namespace callboard
