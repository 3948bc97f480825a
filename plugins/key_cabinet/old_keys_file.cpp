#include "old_keys_file.hpp"

namespace key_cabinet {

using namespace callboard;

namespace {

std::string select_from(const OldSqliteFile& file) {
  for (const std::string table : {"users", "user"}) {
    const auto columns = file.columns(table);
    const auto first_of = [&](const char* name) { return OldSqliteFile::first_of(columns, {name}, ""); };
    if (first_of("serial").empty() || first_of("fullname").empty()) continue;
    const auto id = OldSqliteFile::first_of(columns, {"id"}, "rowid");
    return "SELECT '" + table + " ' || " + id + ", fullname, serial, " +
           OldSqliteFile::first_of(columns, {"access"}, "NULL") + ", " +
           OldSqliteFile::first_of(columns, {"taken_keys"}, "NULL") + " FROM " + table + " ORDER BY " + id;
  }
  throw OldFileError("the file has no table `users` with the columns `fullname` and `serial`");
}

}  // namespace

OldKeysFile::OldKeysFile(const std::filesystem::path& file)
    : file_(file), select_(select_from(file_)), rows_(file_.select(select_)) {}

std::vector<OldHolder> OldKeysFile::next(std::size_t most) {
  std::vector<OldHolder> holders;
  while (holders.size() < most && rows_.next()) {
    holders.push_back({rows_.text(0), rows_.text(1), rows_.text(2), rows_.text(3), rows_.text(4)});
  }
  return holders;
}

void OldKeysFile::rewind() { rows_ = file_.select(select_); }

}  // namespace key_cabinet
