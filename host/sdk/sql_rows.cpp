#include "callboard/sql_rows.hpp"

#include <set>

#include "callboard/sql_values.hpp"

namespace callboard {

namespace {

std::set<long long> members_of(Transaction& tx, const Membership& membership, std::int64_t owner) {
  const long long id = owner;
  long long member = 0;
  std::set<long long> all;
  soci::statement select = (tx.sql().prepare << "SELECT " << membership.member << " FROM " << membership.table
                                             << " WHERE " << membership.owner << " = :owner",
                            soci::use(id, "owner"), soci::into(member));
  select.execute();
  while (select.fetch()) all.insert(member);
  return all;
}

std::string joined_by_owner(const Membership& membership) {
  return std::string(membership.table) + " m WHERE m." + membership.owner + " = t.id";
}

}  // namespace

std::int64_t SqlRows::insert(Transaction& tx, const char* table, const RowValues& values) {
  SqlValues bound;
  std::string columns, places;
  for (const auto& [column, value] : values) {
    columns += (columns.empty() ? "" : ", ") + std::string(column);
    places += (places.empty() ? "" : ", ") + bound.add(value);
  }
  bound.run(tx, "INSERT INTO " + std::string(table) + " (" + columns + ") VALUES (" + places + ")");
  return last_insert_id(tx);
}

void SqlRows::update(Transaction& tx, const char* table, std::int64_t id, const RowValues& values) {
  if (values.empty()) return;
  SqlValues bound;
  std::string sets;
  for (const auto& [column, value] : values) {
    sets += (sets.empty() ? "" : ", ") + std::string(column) + " = " + bound.add(value);
  }
  bound.run(tx, "UPDATE " + std::string(table) + " SET " + sets + " WHERE id = " + std::to_string(id));
}

void SqlRows::remove(Transaction& tx, const char* table, std::int64_t id) {
  const long long key = id;
  tx.sql() << "DELETE FROM " << table << " WHERE id = :id", soci::use(key, "id");
}

void SqlRows::set_members(Transaction& tx, const Membership& membership, std::int64_t owner,
                          const nlohmann::json& members) {
  const auto before = members_of(tx, membership, owner);
  std::set<long long> after;
  for (const auto& member : members) after.insert(member.get<long long>());
  const long long id = owner;
  for (const auto member : before) {
    if (after.contains(member)) continue;
    tx.sql() << "DELETE FROM " << membership.table << " WHERE " << membership.owner << " = :owner AND "
             << membership.member << " = :member",
        soci::use(id, "owner"), soci::use(member, "member");
  }
  for (const auto member : after) {
    if (before.contains(member)) continue;
    tx.sql() << "INSERT INTO " << membership.table << " (" << membership.owner << ", " << membership.member
             << ") VALUES (:owner, :member)",
        soci::use(id, "owner"), soci::use(member, "member");
  }
}

// The engines share no function that pads a number or joins texts with anything but commas.
std::string SqlRows::clock_text(const std::string& column) {
  const auto digits =
      "CAST(10000 + 100 * CAST((" + column + " - " + column + " % 60) / 60 AS DECIMAL) + " + column + " % 60 AS CHAR)";
  return "CASE WHEN " + column + " IS NULL THEN '' ELSE REPLACE(REPLACE('h:m', 'h', SUBSTR(" + digits +
         ", 2, 2)), 'm', SUBSTR(" + digits + ", 4, 2)) END";
}

std::string SqlRows::members(const Membership& membership) {
  return "(SELECT GROUP_CONCAT(m." + std::string(membership.member) + ") FROM " + joined_by_owner(membership) + ")";
}

std::string SqlRows::has_member(const Membership& membership) {
  return "EXISTS (SELECT 1 FROM " + joined_by_owner(membership) + " AND m." + membership.member + " = :value)";
}

}  // namespace callboard
