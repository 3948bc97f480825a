#include "sql_holder_office.hpp"

#include <callboard/sql.hpp>

namespace key_cabinet {

using namespace callboard;

namespace {

constexpr int kMostNamed = 20;
constexpr std::size_t kLongestNote = 500;  // characters, as in the schema

// What a statement with one placeholder, `:id`, counts.
bool any(Transaction& tx, const char* select, long long id) {
  long long found = 0;
  tx.sql() << select, soci::use(id, "id"), soci::into(found);
  return found != 0;
}

void run(Transaction& tx, const char* statement, long long id) { tx.sql() << statement, soci::use(id, "id"); }

// The first so many characters.
std::string cut(const std::string& text, std::size_t most) {
  std::size_t characters = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80 && ++characters > most) return text.substr(0, i);
  }
  return text;
}

}  // namespace

bool SqlHolderOffice::has_serial(Transaction& tx, const std::string& serial, HolderId besides) {
  const auto id = to_sql(besides);
  long long found = 0;
  tx.sql() << "SELECT COUNT(*) FROM key_cabinet_holders WHERE serial = :serial AND id <> :id",
      soci::use(serial, "serial"), soci::use(id, "id"), soci::into(found);
  return found != 0;
}

bool SqlHolderOffice::has_account(Transaction& tx, UserId user, HolderId besides) {
  const auto account = to_sql(user), id = to_sql(besides);
  long long found = 0;
  tx.sql() << "SELECT COUNT(*) FROM key_cabinet_holders WHERE user_id = :account AND id <> :id",
      soci::use(account, "account"), soci::use(id, "id"), soci::into(found);
  return found != 0;
}

std::optional<std::string> SqlHolderOffice::serial(Transaction& tx, HolderId holder) {
  const auto id = to_sql(holder);
  std::string serial;
  tx.sql() << "SELECT serial FROM key_cabinet_holders WHERE id = :id AND serial IS NOT NULL", soci::use(id, "id"),
      soci::into(serial);
  return tx.sql().got_data() ? std::optional(serial) : std::nullopt;
}

void SqlHolderOffice::set_serial(Transaction& tx, HolderId holder, const std::string& serial) {
  const auto id = to_sql(holder);
  tx.sql() << "UPDATE key_cabinet_holders SET serial = :serial, version = version + 1 WHERE id = :id",
      soci::use(serial, "serial"), soci::use(id, "id");
}

void SqlHolderOffice::keep_past_serial(Transaction& tx, HolderId holder, const std::string& serial, Time until,
                                       const std::string& reason) {
  const auto id = to_sql(holder), at = to_sql(until);
  tx.sql() << "INSERT INTO key_cabinet_past_serials (holder_id, serial, until_at, reason) "
              "VALUES (:id, :serial, :at, :reason)",
      soci::use(id, "id"), soci::use(serial, "serial"), soci::use(at, "at"), soci::use(reason, "reason");
}

bool SqlHolderOffice::set_blocked(Transaction& tx, HolderId holder, bool blocked) {
  const auto id = to_sql(holder);
  const long long value = blocked ? 1 : 0;
  soci::statement update =
      (tx.sql().prepare << "UPDATE key_cabinet_holders SET blocked = :blocked, version = version + 1 WHERE id = :id",
       soci::use(value, "blocked"), soci::use(id, "id"));
  return affected_rows(update) == 1;
}

void SqlHolderOffice::add_note(Transaction& tx, const char* table, std::int64_t id, const std::string& line) {
  if (line.empty()) return;
  const long long key = id;
  std::string note;
  tx.sql() << "SELECT note FROM " << table << " WHERE id = :id", soci::use(key, "id"), soci::into(note);
  note = cut(note.empty() ? line : line + "; " + note, kLongestNote);
  tx.sql() << "UPDATE " << table << " SET note = :note WHERE id = :id", soci::use(note, "note"), soci::use(key, "id");
}

std::vector<std::string> SqlHolderOffice::keys_out(Transaction& tx, HolderId holder) {
  const auto id = to_sql(holder);
  std::string label;
  std::vector<std::string> labels;
  soci::statement select = (tx.sql().prepare << R"sql(
      SELECT k.label FROM key_cabinet_loans l JOIN key_cabinet_keys k ON k.id = l.key_id
       WHERE l.holder_id = :id AND l.open_key IS NOT NULL ORDER BY k.label LIMIT :most)sql",
                            soci::use(id, "id"), soci::use(kMostNamed, "most"), soci::into(label));
  select.execute();
  while (select.fetch()) labels.push_back(label);
  return labels;
}

bool SqlHolderOffice::has_history(Transaction& tx, HolderId holder) {
  return any(tx, "SELECT EXISTS (SELECT 1 FROM key_cabinet_loans WHERE holder_id = :id)", to_sql(holder)) ||
         any(tx, "SELECT EXISTS (SELECT 1 FROM key_cabinet_loans WHERE returned_by = :id)", to_sql(holder));
}

void SqlHolderOffice::erase(Transaction& tx, HolderId holder) {
  run(tx, "DELETE FROM key_cabinet_holders WHERE id = :id", to_sql(holder));
}

void SqlHolderOffice::forget(Transaction& tx, HolderId holder) {
  for (const char* statement : {"DELETE FROM key_cabinet_access WHERE holder_id = :id",
                                "DELETE FROM key_cabinet_past_serials WHERE holder_id = :id",
                                "DELETE FROM key_cabinet_holder_group_members WHERE holder_id = :id",
                                "DELETE FROM key_cabinet_grants WHERE holder_id = :id",
                                "DELETE FROM key_cabinet_bookings WHERE holder_id = :id",
                                "UPDATE key_cabinet_holders SET fullname = '', serial = NULL, user_id = NULL, "
                                "note = '', blocked = 0, leaving = 0, returns_for_others = 0, hands_over = 0, "
                                "version = version + 1 WHERE id = :id"}) {
    run(tx, statement, to_sql(holder));
  }
}

}  // namespace key_cabinet
