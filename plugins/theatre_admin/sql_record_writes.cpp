#include "sql_record_writes.hpp"

#include <algorithm>
#include <stdexcept>

#include <callboard/sql_values.hpp>

namespace theatre_admin {

using namespace callboard;

namespace {

bool is_identifier(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
}

// Several choices or references of one column are one text there.
nlohmann::json as_column(const nlohmann::json& value) {
  return value.is_array() ? nlohmann::json(plain_text(value)) : value;
}

std::string column_in(const AdminResource& resource, const std::string& name) {
  const auto* field = find_field(resource.fields, name);
  auto column = field ? SqlRecordWrites::column_of(*field) : std::string();
  if (column.empty()) throw std::logic_error(resource.name + "." + name + " is no column, and nothing else writes it");
  return column;
}

}  // namespace

std::string SqlRecordWrites::column_of(const AdminField& field) {
  if (field.sql.empty()) return field.name;
  const auto name = field.sql.starts_with("t.") ? field.sql.substr(2) : field.sql;
  return is_identifier(name) ? name : "";
}

bool SqlRecordWrites::take_version(Transaction& tx, const AdminResource& resource, std::int64_t id,
                                   std::int64_t version) {
  const long long key = id, known = version;
  soci::statement take = (tx.sql().prepare << "UPDATE " << resource.table
                                           << " SET version = version + 1 WHERE id = :id AND version = :version",
                          soci::use(key, "id"), soci::use(known, "version"));
  return affected_rows(take) == 1;
}

std::int64_t SqlRecordWrites::insert(Transaction& tx, const AdminResource& resource, const nlohmann::json& values) {
  SqlValues bound;
  std::string columns = "version", places = "1";
  for (const auto& [name, value] : values.items()) {
    columns += ", " + column_in(resource, name);
    places += ", " + bound.add(as_column(value));
  }
  bound.run(tx, "INSERT INTO " + resource.table + " (" + columns + ") VALUES (" + places + ")");
  return last_insert_id(tx);
}

void SqlRecordWrites::update(Transaction& tx, const AdminResource& resource, std::int64_t id,
                             const nlohmann::json& values) {
  if (values.empty()) return;
  SqlValues bound;
  std::string sets;
  for (const auto& [name, value] : values.items()) {
    sets += (sets.empty() ? "" : ", ") + column_in(resource, name) + " = " + bound.add(as_column(value));
  }
  bound.run(tx, "UPDATE " + resource.table + " SET " + sets + " WHERE id = " + std::to_string(id));
}

}  // namespace theatre_admin
