// A SELECT whose text is put together at run time, read into rows of the caller's own:
//
//   struct HallRow {
//     long long id = 0;
//     std::string name;
//     void exchange(soci::statement& select) { select.exchange(soci::into(id)), select.exchange(soci::into(name)); }
//     Hall value() const { return {HallId{id}, name}; }
//   };
//   const auto halls = select_rows<HallRow>(tx, "SELECT id, name FROM halls WHERE city = :city", {{"city", city}});
//
// For the sql_* files of a plugin: text from outside is only ever bound, never part of the statement.
#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "callboard/sql.hpp"

namespace callboard {

struct SqlBinding {
  const char* name;
  std::variant<long long, std::string> value;
};
using SqlBindings = std::vector<SqlBinding>;

// Calls `each` with the row as often as one is fetched; it is the same object each time.
template <typename Row, typename Each>
void each_row(Transaction& tx, const std::string& text, const SqlBindings& bindings, const Each& each) {
  Row row;
  soci::statement statement(tx.sql());
  row.exchange(statement);
  for (const auto& binding : bindings) {
    std::visit([&](const auto& value) { statement.exchange(soci::use(value, binding.name)); }, binding.value);
  }
  statement.alloc();
  statement.prepare(text);
  statement.define_and_bind();
  statement.execute();
  while (statement.fetch()) each(std::as_const(row));
}

// The values of all rows.
template <typename Row>
auto select_rows(Transaction& tx, const std::string& text, const SqlBindings& bindings = {}) {
  std::vector<decltype(std::declval<const Row&>().value())> found;
  each_row<Row>(tx, text, bindings, [&](const Row& row) { found.push_back(row.value()); });
  return found;
}

// A row of nothing but an id.
template <typename Id>
struct SqlIdRow {
  long long id = 0;
  void exchange(soci::statement& statement) { statement.exchange(soci::into(id)); }
  Id value() const { return Id{id}; }
};

// "(1,2,3)", "(NULL)" for none: numbers of ours, written out, since no driver binds a list.
template <typename Ids>
std::string sql_list(const Ids& ids) {
  std::string list;
  for (const auto id : ids) list += (list.empty() ? "" : ",") + std::to_string(static_cast<long long>(id));
  return "(" + (list.empty() ? "NULL" : list) + ")";
}

}  // namespace callboard
