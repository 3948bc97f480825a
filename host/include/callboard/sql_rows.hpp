// What administrators write, as rows: a table's columns by their values, and the tables that say which records belong
// together. Tables and columns are literals of the plugin's own, never input; values are bound. For sql_* files.
// Everything runs inside the caller's transaction; thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "callboard/api.hpp"
#include "callboard/database.hpp"

namespace callboard {

// Null, true or false, an integer, or a text each.
using RowValues = std::vector<std::pair<const char*, nlohmann::json>>;

// Of a table that says which `member` records an `owner` has.
struct Membership {
  const char* table;
  const char* owner;
  const char* member;
};

class CALLBOARD_API SqlRows {
 public:
  // Returns the new row's id. Throws ConstraintViolation, as do the next three.
  static std::int64_t insert(Transaction& tx, const char* table, const RowValues& values);
  // Does nothing where there are no values.
  static void update(Transaction& tx, const char* table, std::int64_t id, const RowValues& values);
  static void remove(Transaction& tx, const char* table, std::int64_t id);
  // From now on the owner has these, an array of ids, and no others.
  static void set_members(Transaction& tx, const Membership& membership, std::int64_t owner,
                          const nlohmann::json& members);

  // The minute of a day as "08:05", or '' for NULL: an expression for both engines.
  static std::string clock_text(const std::string& column);
  // The members as one text, joined by commas: an expression that has the owner's row as `t`.
  static std::string members(const Membership& membership);
  // The condition that `:value` is one of them.
  static std::string has_member(const Membership& membership);
};

}  // namespace callboard
