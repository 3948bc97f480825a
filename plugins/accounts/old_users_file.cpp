#include "old_users_file.hpp"

#include <optional>

namespace accounts {

using callboard::OldSqliteFile;

namespace {

// The statement that reads its accounts, where the table has any.
std::optional<std::string> select_from(const std::string& table, const std::vector<std::string>& columns) {
  const auto first_of = OldSqliteFile::first_of;
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
  explicit Reader(const std::filesystem::path& file) : file_(file) {
    for (const char* table : {"user", "users"}) {
      const auto select = select_from(table, file_.columns(table));
      if (select) sources_.push_back({table, file_.select(*select)});
    }
    if (sources_.empty()) {
      throw OldUsersFileError(
          "the file has no table `user` or `users` with the columns `username` and `password` or `password_hash`");
    }
  }

  std::optional<OldUser> next() {
    while (!sources_.empty()) {
      auto& [table, rows] = sources_.front();
      if (rows.next()) return OldUser{table + " " + rows.text(0), rows.text(1), rows.text(2), rows.text(3)};
      sources_.erase(sources_.begin());
    }
    return std::nullopt;
  }

 private:
  struct Source {
    std::string table;
    OldSqliteFile::Rows rows;
  };
  OldSqliteFile file_;
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
