// Values for a statement whose columns are only known at run time: a placeholder for each, and what is bound to them.
//
//   SqlValues values;
//   const auto sets = "name = " + values.add("Anna") + ", places = " + values.add(12);
//   values.run(tx, "UPDATE halls SET " + sets + " WHERE id = " + values.add(id));
//
// For the sql_* files of a plugin: text from outside only ever goes into add(). For one thread.
#pragma once

#include <list>
#include <stdexcept>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

#include "callboard/sql.hpp"

namespace callboard {

class SqlValues {
 public:
  // What stands in the statement for a text, an integer, true or false (1 or 0), or null. Throws std::logic_error for
  // any other value.
  std::string add(const nlohmann::json& value) {
    if (value.is_null()) return "NULL";
    const auto name = "v" + std::to_string(numbers_.size() + texts_.size());
    if (value.is_string()) {
      texts_.emplace_back(name, value.get<std::string>());
    } else if (value.is_boolean()) {
      numbers_.emplace_back(name, value.get<bool>() ? 1 : 0);
    } else if (value.is_number_integer()) {
      numbers_.emplace_back(name, value.get<long long>());
    } else {
      throw std::logic_error("no value for SQL: " + std::string(value.type_name()));
    }
    return ":" + name;
  }

  // Runs a statement that returns no rows. Returns how many it affected.
  long long run(Transaction& tx, const std::string& text) const {
    soci::statement statement(tx.sql());
    for (const auto& [name, value] : numbers_) statement.exchange(soci::use(value, name));
    for (const auto& [name, value] : texts_) statement.exchange(soci::use(value, name));
    statement.alloc();
    statement.prepare(text);
    statement.define_and_bind();
    return affected_rows(statement);
  }

 private:
  std::list<std::pair<std::string, long long>> numbers_;
  std::list<std::pair<std::string, std::string>> texts_;
};

}  // namespace callboard
