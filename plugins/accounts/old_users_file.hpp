// The accounts of an old system, in its SQLite file: one of the tables `user` and `users`, with `username`, `password`
// or `password_hash`, and perhaps `email`. The file is only read, and nothing of it is trusted. For one thread.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <callboard/old_sqlite_file.hpp>

namespace accounts {

struct OldUser {
  std::string row;   // "users 17": the table and its row's id
  std::string name;  // empty where there is none, as are the next two
  std::string email;
  std::string password_hash;
};

// Why the file cannot be read, for whoever runs the import.
using OldUsersFileError = callboard::OldFileError;

class OldUsersFile {
 public:
  // Throws OldUsersFileError where this is no such file, or the old system still runs on it.
  explicit OldUsersFile(const std::filesystem::path& file);
  ~OldUsersFile();
  OldUsersFile(const OldUsersFile&) = delete;
  OldUsersFile& operator=(const OldUsersFile&) = delete;

  // The next ones in the order of their ids, at most `most`; none at the end. Throws OldUsersFileError.
  std::vector<OldUser> next(std::size_t most);

 private:
  class Reader;
  std::unique_ptr<Reader> reader_;
};

}  // namespace accounts
