#include "sql_record_list.hpp"

#include <algorithm>

#include <callboard/sql.hpp>

namespace theatre_admin {

using namespace callboard;
using Relation = ListFilter::Relation;
using Way = SqlRecordList::Way;

namespace {

// `:value` of the declaration becomes a placeholder of its own, for several filters have theirs.
std::string with_placeholder(std::string sql, const std::string& placeholder) {
  const std::string name = ":value";
  for (std::size_t at = 0; (at = sql.find(name, at)) != std::string::npos; at += placeholder.size()) {
    sql.replace(at, name.size(), placeholder);
  }
  return sql;
}

// As an expression no index serves it: then the engine does not begin with what picks out too many.
std::string unindexed(const std::string& column) { return "COALESCE(" + column + ", NULL)"; }

std::string condition_of(const ListFilter& filter, const std::string& placeholder, Way way) {
  const auto column = expression(*filter.field);
  const auto walked = way == Way::Walk ? unindexed(column) : column;
  switch (filter.relation) {
    case Relation::Is: break;
    case Relation::From: return walked + " >= " + placeholder;
    case Relation::Before: return walked + " < " + placeholder;
    case Relation::Until:
      // A day that is not set is the empty text, which is before all days.
      return (filter.field->kind == AdminKind::Date ? walked + " > '' AND " : "") + walked + " <= " + placeholder;
  }
  if (filter.field->filter_sql.empty()) return walked + " = " + placeholder;
  return "(" + with_placeholder(filter.field->filter_sql, placeholder) + ")";
}

std::string is_true(const std::string& condition) {
  return condition.empty() ? condition : "CASE WHEN " + condition + " THEN 1 ELSE 0 END = 1";
}

bool is_range(const ListFilter& filter) { return filter.relation != Relation::Is; }

// The parts of a WHERE.
struct Conditions {
  std::vector<std::string> parts;
  Values values;

  std::string joined(std::size_t from = 0) const {
    std::string sql;
    for (std::size_t i = from; i < parts.size(); ++i) sql += " AND " + parts[i];
    return sql;
  }
};

// In the usual order a filter's index has its rows in that order, so that a walk is along it. But only SQLite goes on
// in the midst of the rows with one value; MariaDB would read all of them up to the place.
Way way_of_values(Engine engine, const ListQuery& query, Way way) {
  return query.usual_order && engine == Engine::Sqlite ? Way::Pick : way;
}

void add_filters(Conditions& all, const ListQuery& query, Way way, bool ranges) {
  for (std::size_t i = 0; i < query.filters.size(); ++i) {
    if (is_range(query.filters[i]) != ranges) continue;
    const auto name = "filter_" + std::to_string(i);
    all.parts.push_back(condition_of(query.filters[i], ":" + name, way));
    all.values.emplace_back(name, query.filters[i].value);
  }
}

// Whether a walk or a pick is the better way depends on how many there are.
bool is_unsure(Engine engine, const ListQuery& query, const SearchCondition& search) {
  if (search.few || !query.ids.empty()) return false;
  if (!search.sql.empty() || std::any_of(query.filters.begin(), query.filters.end(), is_range)) return true;
  return !query.filters.empty() && (!query.usual_order || (engine == Engine::Mysql && query.cursor));
}

void add_search(Conditions& all, const SearchCondition& search, const std::string& sql) {
  if (sql.empty()) return;
  all.parts.push_back("(" + sql + ")");
  for (const auto& [name, value] : search.values) all.values.emplace_back(name, value);
}

// The first ones are those by which the engine should find its rows.
Conditions conditions(Engine engine, const ListQuery& query, const SearchCondition& search, Way way) {
  Conditions all;
  if (!query.ids.empty()) all.parts.push_back("t.id" + in_list(query.ids));
  if (search.few) add_search(all, search, search.sql);
  add_filters(all, query, way_of_values(engine, query, way), false);
  add_filters(all, query, way, true);
  // As a value it is looked at row by row, where MariaDB would first gather all that have the words.
  if (!search.few) add_search(all, search, way == Way::Walk ? is_true(search.sql) : search.from_words);
  return all;
}

Value bound(const nlohmann::json& value) {
  if (value.is_boolean()) return value.get<bool>() ? 1LL : 0LL;
  if (value.is_number_integer()) return static_cast<long long>(value.get<std::int64_t>());
  return value.get<std::string>();
}

// What comes behind a place, or up to one. SQLite walks an index from a row value on; MariaDB does that only for what
// it can take apart into ranges.
void add_place(Conditions& all, Engine engine, const ListOrder& order, const ListCursor& place, bool upwards,
               const std::string& name, bool inclusive) {
  const std::string than = upwards ? " > " : " < ";
  const std::string or_same = inclusive ? (upwards ? " >= " : " <= ") : than;
  const auto id = std::to_string(place.id);
  if (!order.field) {
    all.parts.push_back("t.id" + or_same + id);
    return;
  }
  const auto column = expression(*order.field);
  all.values.emplace_back(name, bound(place.value));
  all.parts.push_back(engine == Engine::Sqlite ? "(" + column + ", t.id)" + or_same + "(:" + name + ", " + id + ")"
                                               : "(" + column + than + ":" + name + " OR (" + column + " = :" + name +
                                                     " AND t.id" + or_same + id + "))");
}

bool upwards(const ListQuery& query) { return query.order.descending == query.backwards; }

void add_cursor(Conditions& all, Engine engine, const ListQuery& query) {
  if (query.cursor) add_place(all, engine, query.order, *query.cursor, upwards(query), "place", false);
}

std::string order_by(const ListQuery& query) {
  const std::string direction = upwards(query) ? "" : " DESC";
  return " ORDER BY " + (query.order.field ? expression(*query.order.field) + direction + ", " : "") + "t.id" +
         direction;
}

// With the field by which the list is sorted, of which the place of the last one is made.
std::vector<const AdminField*> with_sorted(std::vector<const AdminField*> fields, const ListQuery& query) {
  const auto* sorted = query.order.field;
  if (sorted && std::find(fields.begin(), fields.end(), sorted) == fields.end()) fields.push_back(sorted);
  return fields;
}

}  // namespace

ListStatement SqlRecordList::page_statement(Engine engine, const ListQuery& query, const SearchCondition& search,
                                            Way way, int most, const std::optional<ListCursor>& end) {
  auto all = conditions(engine, query, search, way);
  add_cursor(all, engine, query);
  if (end) add_place(all, engine, query.order, *end, !upwards(query), "end", true);
  return {all.joined() + order_by(query) + " LIMIT " + std::to_string(most), std::move(all.values)};
}

// The offset is always the same few thousand rows, of an index, wherever the page is.
ListStatement SqlRecordList::stretch_statement(Engine engine, const ListQuery& query, int rows) {
  Conditions all;
  if (way_of_values(engine, query, Way::Walk) == Way::Pick) add_filters(all, query, Way::Pick, false);
  add_cursor(all, engine, query);
  return {all.joined() + order_by(query) + " LIMIT 1 OFFSET " + std::to_string(rows - 1), std::move(all.values)};
}

SqlRecordList::Stretch SqlRecordList::within_stretch(Transaction& tx, const AdminResource& resource,
                                                     const ListQuery& query,
                                                     const std::vector<const AdminField*>& fields,
                                                     const SearchCondition& search, int most, int rows) const {
  const auto last = stretch_statement(tx.engine(), query, rows);
  const auto ends = SqlRecords::select_keys(tx, resource, query.order.field, last.rest, last.values);
  std::optional<ListCursor> end;
  if (!ends.empty()) end = ListCursor::at(ends.front(), query.order);
  const auto statement = page_statement(tx.engine(), query, search, Way::Walk, most, end);
  Stretch stretch{SqlRecords::select(tx, resource, fields, statement.rest, statement.values)};
  stretch.enough = !end || stretch.records.size() >= static_cast<std::size_t>(most);
  return stretch;
}

// A second, longer stretch where the first one promises a page of it; or where it had none at all of words that many
// have, which then stand somewhere else in the order.
std::optional<std::vector<Record>> SqlRecordList::walked(Transaction& tx, const AdminResource& resource,
                                                         const ListQuery& query,
                                                         const std::vector<const AdminField*>& fields,
                                                         const SearchCondition& search, int most) const {
  const int rows = std::max(kStretch, 2 * most);
  const int longer = std::max(query.order.field ? kLongStretch : kLongStretchById, 10 * most);
  auto first = within_stretch(tx, resource, query, fields, search, most, rows);
  if (first.enough) return std::move(first.records);
  const auto found = static_cast<long long>(first.records.size());
  const bool elsewhere = found == 0 && query.order.field && !search.sql.empty();
  if (found * longer / rows < most && !elsewhere) return std::nullopt;
  auto second = within_stretch(tx, resource, query, fields, search, most, longer);
  if (!second.enough) return std::nullopt;
  return std::move(second.records);
}

std::vector<Record> SqlRecordList::page(Transaction& tx, const AdminResource& resource, const ListQuery& query,
                                        const std::vector<const AdminField*>& fields, int most) const {
  const auto read = with_sorted(fields, query);
  const auto search = search_.condition(tx, resource, query.search);
  std::optional<std::vector<Record>> found;
  if (is_unsure(tx.engine(), query, search)) found = walked(tx, resource, query, read, search, most);
  if (!found) {
    const auto statement = page_statement(tx.engine(), query, search, Way::Pick, most);
    found = SqlRecords::select(tx, resource, read, statement.rest, statement.values);
  }
  if (query.backwards) std::reverse(found->begin(), found->end());
  return std::move(*found);
}

// Rows are picked by the first condition alone, which has an index, and no more than so many; whether they hold to the
// others is looked at row by row. So the work is bounded where all conditions together find next to nothing.
std::pair<std::string, Values> SqlRecordList::count_statement(const AdminResource& resource, const ListQuery& query,
                                                              const SearchCondition& search) {
  auto words = search;
  words.from_words = search.sql;
  const auto all = conditions(Engine::Sqlite, query, words, Way::Pick);
  const bool picks = !query.ids.empty() || search.few || !query.filters.empty();
  const auto rest = all.joined(picks ? 1 : 0);
  const auto most = rest.empty() ? kMostCounted + 1 : kMostExamined;
  return {"SELECT COUNT(*), COALESCE(SUM(x.hit), 0) FROM (SELECT CASE WHEN 1 = 1" + rest +
              " THEN 1 ELSE 0 END AS hit FROM " + resource.table + " t WHERE " +
              (resource.where.empty() ? "1 = 1" : "(" + resource.where + ")") +
              (picks ? " AND " + all.parts.front() : " ORDER BY t.id DESC") + " LIMIT " + std::to_string(most) + ") x",
          all.values};
}

ListCount SqlRecordList::count(Transaction& tx, const AdminResource& resource, const ListQuery& query) const {
  const auto [text, values] = count_statement(resource, query, search_.condition(tx, resource, query.search));
  const auto [examined, found] = SqlRecords::two_numbers(tx, text, values);
  if (found > kMostCounted) return {ListCount::Kind::Many, kMostCounted};
  return {examined >= kMostExamined ? ListCount::Kind::AtLeast : ListCount::Kind::Exact, found};
}

std::vector<std::int64_t> SqlRecordList::ids(Transaction& tx, const AdminResource& resource, const ListQuery& query,
                                             int most) const {
  auto by_id = query;
  by_id.order = {nullptr, false};
  by_id.cursor.reset();
  by_id.backwards = false;
  std::vector<std::int64_t> ids;
  for (const auto& record : page(tx, resource, by_id, {}, most)) ids.push_back(id_of(record));
  return ids;
}

}  // namespace theatre_admin
