#include "old_users_file.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <optional>

#include <callboard/encoding.hpp>

namespace accounts {

namespace {

constexpr int kLongestValue = 1'000'000;  // bytes

using Handle = std::unique_ptr<sqlite3, int (*)(sqlite3*)>;
using Statement = std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)>;

[[noreturn]] void fail(sqlite3* database) {
  throw OldUsersFileError(std::string("the file cannot be read: ") + sqlite3_errmsg(database));
}

// What is not in the main file yet would be missed, since nothing beside it is read.
void require_at_rest(const std::filesystem::path& file) {
  if (!std::filesystem::is_regular_file(file)) throw OldUsersFileError("there is no file " + file.string());
  for (const char* suffix : {"-wal", "-journal"}) {
    const auto beside = file.string() + suffix;
    std::error_code none;
    const auto size = std::filesystem::file_size(beside, none);
    if (none || size == 0) continue;
    throw OldUsersFileError(beside +
                            " holds changes that are not in the file yet: stop the old system, then run "
                            "`sqlite3 FILE 'PRAGMA wal_checkpoint(TRUNCATE)'` on it");
  }
}

Handle open(const std::filesystem::path& file) {
  require_at_rest(file);
  const auto path = std::filesystem::absolute(file).string();
  const auto uri = "file:" + callboard::percent_encode(path, "/") + "?mode=ro&immutable=1";
  sqlite3* opened = nullptr;
  const int result = sqlite3_open_v2(uri.c_str(), &opened, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, nullptr);
  Handle database(opened, &sqlite3_close);
  if (result != SQLITE_OK) fail(opened);
  sqlite3_db_config(opened, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_db_config(opened, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
  sqlite3_limit(opened, SQLITE_LIMIT_LENGTH, kLongestValue);
  return database;
}

Statement prepared(sqlite3* database, const std::string& text) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(database, text.c_str(), -1, &statement, nullptr) != SQLITE_OK) fail(database);
  return {statement, &sqlite3_finalize};
}

std::string text_of(sqlite3_stmt* row, int column) {
  // Hashes are kept as bytes by some.
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(row, column));
  return bytes == nullptr ? "" : std::string(bytes, static_cast<std::size_t>(sqlite3_column_bytes(row, column)));
}

// True while there is another row.
bool step(sqlite3* database, sqlite3_stmt* statement) {
  const int result = sqlite3_step(statement);
  if (result != SQLITE_ROW && result != SQLITE_DONE) fail(database);
  return result == SQLITE_ROW;
}

std::vector<std::string> columns_of(sqlite3* database, const std::string& table) {
  const auto statement = prepared(database,
                                  "SELECT lower(c.name) FROM sqlite_schema t JOIN pragma_table_info(t.name) c "
                                  "WHERE t.type = 'table' AND lower(t.name) = '" +
                                      table + "'");
  std::vector<std::string> columns;
  while (step(database, statement.get())) columns.push_back(text_of(statement.get(), 0));
  return columns;
}

// One of the literals below, so it may stand in a statement.
std::string first_of(const std::vector<std::string>& columns, std::initializer_list<const char*> wanted,
                     const char* otherwise) {
  for (const char* name : wanted) {
    if (std::find(columns.begin(), columns.end(), name) != columns.end()) return name;
  }
  return otherwise;
}

// The statement that reads its accounts, where the table has any.
std::optional<std::string> select_from(const std::string& table, const std::vector<std::string>& columns) {
  const auto password = first_of(columns, {"password_hash", "password"}, "");
  const auto name = first_of(columns, {"username"}, "");
  if (name.empty() || password.empty()) return std::nullopt;
  const auto id = first_of(columns, {"id"}, "rowid");
  return "SELECT " + id + ", " + name + ", " + first_of(columns, {"email"}, "NULL") + ", " + password + " FROM " +
         table + " ORDER BY " + id;
}

}  // namespace

class OldUsersFile::Reader {
 public:
  explicit Reader(const std::filesystem::path& file) : database_(open(file)) {
    for (const char* table : {"user", "users"}) {
      const auto select = select_from(table, columns_of(database_.get(), table));
      if (select) sources_.push_back({table, prepared(database_.get(), *select)});
    }
    if (sources_.empty()) {
      throw OldUsersFileError(
          "the file has no table `user` or `users` with the columns `username` and `password` or `password_hash`");
    }
  }

  std::optional<OldUser> next() {
    while (!sources_.empty()) {
      const auto& [table, statement] = sources_.front();
      auto* row = statement.get();
      if (step(database_.get(), row)) {
        return OldUser{table + " " + text_of(row, 0), text_of(row, 1), text_of(row, 2), text_of(row, 3)};
      }
      sources_.erase(sources_.begin());
    }
    return std::nullopt;
  }

 private:
  struct Source {
    std::string table;
    Statement rows;
  };
  Handle database_;
  std::vector<Source> sources_;
};

OldUsersFile::OldUsersFile(const std::filesystem::path& file) : reader_(std::make_unique<Reader>(file)) {}
OldUsersFile::~OldUsersFile() = default;

std::vector<OldUser> OldUsersFile::next(std::size_t most) {
  std::vector<OldUser> users;
  while (users.size() < most) {
    auto user = reader_->next();
    if (!user) break;
    users.push_back(std::move(*user));
  }
  return users;
}

}  // namespace accounts
