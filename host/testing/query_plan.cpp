#include "callboard/testing/query_plan.hpp"

#include <array>
#include <string_view>

#include "callboard/sql.hpp"

namespace callboard::testing {
namespace {

// The longest name comes first, so that :at does not fill in half of :attempts.
std::string filled_in(std::string statement, const std::map<std::string, std::string>& values) {
  for (auto entry = values.rbegin(); entry != values.rend(); ++entry) {
    const auto& [name, value] = *entry;
    for (auto at = statement.find(name); at != std::string::npos; at = statement.find(name, at + value.size())) {
      statement.replace(at, name.size(), value);
    }
  }
  return statement;
}

std::string step_of(const soci::row& row, Engine engine) {
  if (engine == Engine::Sqlite) return row.get<std::string>("detail");
  return "table " + row.get<std::string>("table", "-") + " type " + row.get<std::string>("type", "-") + " key " +
         row.get<std::string>("key", "-") + " extra " + row.get<std::string>("Extra", "-");
}

}  // namespace

std::vector<std::string> query_plan(Database& database, std::string statement,
                                    const std::map<std::string, std::string>& values) {
  const auto explain = (database.engine() == Engine::Sqlite ? "EXPLAIN QUERY PLAN " : "EXPLAIN ") +
                       filled_in(std::move(statement), values);
  return database.transact([&](Transaction& tx) {
    std::vector<std::string> steps;
    const soci::rowset<soci::row> rows = (tx.sql().prepare << explain);
    for (const auto& row : rows) steps.push_back(step_of(row, tx.engine()));
    return steps;
  });
}

std::string not_indexed(const std::vector<std::string>& plan) {
  constexpr std::array<std::string_view, 5> kFaults{"SCAN", "TEMP B-TREE", "type ALL", "type index ", "filesort"};
  for (const auto& step : plan) {
    for (const auto fault : kFaults) {
      if (step.find(fault) != std::string::npos) return step;
    }
  }
  return plan.empty() ? "there is no plan" : "";
}

}  // namespace callboard::testing
