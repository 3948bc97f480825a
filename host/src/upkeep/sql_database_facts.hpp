// What the engines tell about a database: its size, its tables, whether it is whole. Thread-safe: has no state.
#pragma once

#include <string>
#include <vector>

#include "callboard/upkeep.hpp"

namespace callboard::host {

class SqlDatabaseFacts {
 public:
  static constexpr long long kMostCounted = 100'000;               // rows of one table; beyond it they are estimated
  static constexpr long long kMostMeasured = 256LL * 1024 * 1024;  // of an SQLite file: measuring reads all of it

  static DatabaseFacts facts(Transaction& tx);
  static std::vector<TableSize> tables(Transaction& tx);
  static std::vector<AppliedMigration> migrations(Transaction& tx);
  // On MySQL each table by itself: others go on meanwhile.
  static std::vector<std::string> check(Transaction& tx);
};

}  // namespace callboard::host
