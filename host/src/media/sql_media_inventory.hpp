// The rows of stored files, one after another: for whoever compares them with the files. Thread-safe.
#pragma once

#include <string>
#include <vector>

#include "callboard/database.hpp"
#include "callboard/services.hpp"

namespace callboard::host {

struct MediaRow {
  std::string name;
  std::uint64_t size = 0;
  bool doomed = false;
  bool watched = false;  // somebody will look whether it is used: it is due at some time
};

class SqlMediaInventory {
 public:
  explicit SqlMediaInventory(Database& database) : database_(database) {}

  // By name, those behind `name`.
  std::vector<MediaRow> after(const std::string& name, int limit);
  // "accounts.picture 7 (256)"; of many the first few.
  std::vector<std::string> uses_of(const std::string& name);
  // Has the job look at it: it is due now. Nothing happens where it is used or due already.
  void make_due(const std::string& name, Time now);

  // For the tests of the plans.
  static const char* after_statement();
  static const char* uses_statement();

 private:
  Database& database_;
};

}  // namespace callboard::host
