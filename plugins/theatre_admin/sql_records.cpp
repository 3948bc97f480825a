#include "sql_records.hpp"

#include <sstream>

#include <callboard/sql.hpp>

namespace theatre_admin {

using namespace callboard;

std::string expression(const AdminField& field) { return field.sql.empty() ? "t." + field.name : field.sql; }

namespace {

// Every column arrives as text: neither engine's driver knows the type of an expression.
struct Column {
  std::string text;
  soci::indicator indicator = soci::i_null;
  bool null() const { return indicator == soci::i_null; }
};

nlohmann::json parts(const std::string& joined, bool numbers) {
  auto list = nlohmann::json::array();
  std::istringstream in(joined);
  for (std::string part; std::getline(in, part, ',');) {
    if (numbers) {
      list.push_back(std::stoll(part));
    } else {
      list.push_back(part);
    }
  }
  return list;
}

nlohmann::json value_of(AdminKind kind, const Column& column) {
  const auto number = [&]() -> nlohmann::json {
    if (column.null() || column.text.empty()) return nullptr;
    return std::stoll(column.text);
  };
  switch (kind) {
    case AdminKind::Number:
    case AdminKind::Moment:
    case AdminKind::Reference: return number();
    case AdminKind::Flag: return !column.null() && column.text != "0" && !column.text.empty();
    case AdminKind::Choices: return parts(column.null() ? "" : column.text, false);
    case AdminKind::References: return parts(column.null() ? "" : column.text, true);
    case AdminKind::Text:
    case AdminKind::LongText:
    case AdminKind::Date:
    case AdminKind::Choice:
    case AdminKind::Picture: break;
  }
  return column.null() ? "" : column.text;
}

Record record_of(const std::vector<const AdminField*>& fields, const std::vector<Column>& columns) {
  Record record{
      {"id", std::stoll(columns[0].text)}, {"version", std::stoll(columns[1].text)}, {"title", columns[2].text}};
  for (std::size_t i = 0; i < fields.size(); ++i) {
    record[fields[i]->name] = value_of(fields[i]->kind, columns[i + 3]);
  }
  return record;
}

// Runs a statement all of whose columns are read as texts.
template <typename Take>
void run(Transaction& tx, const std::string& text, const Values& values, std::vector<Column>& columns,
         const Take& take) {
  soci::statement statement(tx.sql());
  for (auto& column : columns) statement.exchange(soci::into(column.text, column.indicator));
  for (const auto& [name, value] : values) {
    std::visit([&](const auto& bound) { statement.exchange(soci::use(bound, name)); }, value);
  }
  statement.alloc();
  statement.prepare(text);
  statement.define_and_bind();
  statement.execute();
  while (statement.fetch()) take();
}

std::string statement_of(const std::string& columns, const AdminResource& resource,
                         const std::vector<const AdminField*>& fields, const std::string& rest) {
  std::string sql = "SELECT " + columns;
  for (const auto* field : fields) sql += ", " + expression(*field);
  return sql + " FROM " + resource.table + " t WHERE " +
         (resource.where.empty() ? "1 = 1" : "(" + resource.where + ")") + rest;
}

std::vector<Record> select_from(Transaction& tx, const std::string& statement,
                                const std::vector<const AdminField*>& fields, const Values& values) {
  std::vector<Column> columns(fields.size() + 3);
  std::vector<Record> records;
  run(tx, statement, values, columns, [&] { records.push_back(record_of(fields, columns)); });
  return records;
}

}  // namespace

std::string SqlRecords::statement(const AdminResource& resource, const std::vector<const AdminField*>& fields,
                                  const std::string& rest) {
  return statement_of("t.id, " + resource.version + ", " + resource.title, resource, fields, rest);
}

std::vector<Record> SqlRecords::select(Transaction& tx, const AdminResource& resource,
                                       const std::vector<const AdminField*>& fields, const std::string& rest,
                                       const Values& values) {
  return select_from(tx, statement(resource, fields, rest), fields, values);
}

std::vector<Record> SqlRecords::select_keys(Transaction& tx, const AdminResource& resource, const AdminField* field,
                                            const std::string& rest, const Values& values) {
  std::vector<const AdminField*> fields;
  if (field) fields.push_back(field);
  return select_from(tx, statement_of("t.id, 0, ''", resource, fields, rest), fields, values);
}

std::optional<Record> SqlRecords::find(Transaction& tx, const AdminResource& resource, std::int64_t id) {
  std::vector<const AdminField*> fields;
  for (const auto& field : resource.fields) fields.push_back(&field);
  auto found = select(tx, resource, fields, " AND t.id = " + std::to_string(id), {});
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::map<std::int64_t, std::string> SqlRecords::titles(Transaction& tx, const AdminResource& resource,
                                                       const std::vector<std::int64_t>& ids) {
  std::map<std::int64_t, std::string> titles;
  if (ids.empty()) return titles;
  for (const auto& record : select(tx, resource, {}, " AND t.id" + in_list(ids), {})) {
    titles.emplace(id_of(record), title_of(record));
  }
  return titles;
}

std::pair<long long, long long> SqlRecords::two_numbers(Transaction& tx, const std::string& text,
                                                        const Values& values) {
  std::vector<Column> columns(2);
  std::pair<long long, long long> numbers;
  run(tx, text, values, columns, [&] { numbers = {std::stoll(columns[0].text), std::stoll(columns[1].text)}; });
  return numbers;
}

bool SqlRecords::remove(Transaction& tx, const AdminResource& resource, std::int64_t id, std::int64_t version) {
  const long long key = id, known = version;
  soci::statement erase =
      (tx.sql().prepare << "DELETE FROM " << resource.table << " WHERE id = :id AND version = :version",
       soci::use(key, "id"), soci::use(known, "version"));
  return affected_rows(erase) == 1;
}

std::string in_list(const std::vector<std::int64_t>& ids) {
  if (ids.empty()) return " IN (NULL)";
  std::string sql = " IN (";
  for (std::size_t i = 0; i < ids.size(); ++i) sql += (i == 0 ? "" : ",") + std::to_string(ids[i]);
  return sql + ")";
}

}  // namespace theatre_admin
