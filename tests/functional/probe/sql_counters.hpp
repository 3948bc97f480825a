// Counts in the database, so that a test can compare what was answered with what took effect.
#pragma once

#include <string>

#include <callboard/database.hpp>

namespace probe {

class Counters {
 public:
  explicit Counters(callboard::Database& database) : database_(database) {}
  long long increment(const std::string& name);
  long long value(const std::string& name);
  static long long value_in(callboard::Transaction& tx, const std::string& name);

 private:
  callboard::Database& database_;
};

}  // namespace probe
