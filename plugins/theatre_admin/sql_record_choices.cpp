#include "sql_record_choices.hpp"

namespace theatre_admin {

using namespace callboard;

namespace {

const std::string kLimit = " LIMIT " + std::to_string(SqlRecordChoices::kMost);

std::string beginning(const std::string& query) {
  std::string pattern;
  for (const char c : query) {
    if (c == '%' || c == '_' || c == '!') pattern += '!';
    pattern += c;
  }
  return pattern + "%";
}

std::string order(const AdminResource& resource) {
  const bool down = resource.sort.starts_with('-');
  const auto* field = find_field(resource.fields, down ? resource.sort.substr(1) : resource.sort);
  if (!field) return " ORDER BY t.id DESC";
  return " ORDER BY " + expression(*field) + (down ? " DESC, t.id DESC" : ", t.id");
}

}  // namespace

std::vector<Record> SqlRecordChoices::find(Transaction& tx, const AdminResource& resource, SearchIndex& search,
                                           const std::string& query) {
  if (query.empty()) return SqlRecords::select(tx, resource, {}, order(resource) + kLimit, {});
  if (resource.search.empty()) {
    return SqlRecords::select(tx, resource, {},
                              " AND (" + resource.title + ") LIKE :beginning ESCAPE '!' ORDER BY t.id DESC" + kLimit,
                              {{"beginning", beginning(query)}});
  }
  const auto condition = search.condition(tx, resource.record, query, "t.id");
  if (condition.sql.empty()) return SqlRecords::select(tx, resource, {}, order(resource) + kLimit, {});
  return SqlRecords::select(tx, resource, {}, " AND (" + condition.sql + ") ORDER BY t.id DESC" + kLimit,
                            {condition.values.begin(), condition.values.end()});
}

}  // namespace theatre_admin
