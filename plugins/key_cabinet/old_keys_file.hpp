// The holders of the old key server, in its SQLite file: the table `users` with fullname, serial, access and
// taken_keys, the last two as JSON lists. The file is only read. For one thread.
#pragma once

#include <string>
#include <vector>

#include <callboard/old_sqlite_file.hpp>

namespace key_cabinet {

struct OldHolder {
  std::string row;  // "users 17": the table and its row's id
  std::string fullname;
  std::string serial;
  std::string access;      // as it is kept: JSON, perhaps broken
  std::string taken_keys;  // likewise
};

class OldKeysFile {
 public:
  // Throws callboard::OldFileError, as next() does.
  explicit OldKeysFile(const std::filesystem::path& file);

  // The next ones in the order of their ids, at most `most`; none at the end.
  std::vector<OldHolder> next(std::size_t most);
  // Begins anew.
  void rewind();

 private:
  callboard::OldSqliteFile file_;
  std::string select_;
  callboard::OldSqliteFile::Rows rows_;
};

}  // namespace key_cabinet
