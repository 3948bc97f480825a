#include "sql_owners.hpp"

#include <callboard/sql.hpp>

namespace portfolio {

using namespace callboard;

namespace {

void ensure_owner(Transaction& tx, long long id) {
  long long found = 0;
  tx.sql() << "SELECT id FROM portfolio_owners WHERE id = :id", soci::use(id, "id"), soci::into(found);
  if (tx.sql().got_data()) return;
  unless_taken([&] { tx.sql() << "INSERT INTO portfolio_owners (id) VALUES (:id)", soci::use(id, "id"); });
}

}  // namespace

void SqlOwners::lock(Transaction& tx, UserId owner) {
  const auto id = to_sql(owner);
  tx.sql() << "UPDATE portfolio_owners SET version = version + 1 WHERE id = :id", soci::use(id, "id");
}

Usage SqlOwners::usage(Transaction& tx, UserId owner) {
  const auto id = to_sql(owner);
  long long used = 0;
  Usage usage;
  tx.sql() << "SELECT used, items, uploads FROM portfolio_owners WHERE id = :id", soci::use(id, "id"), soci::into(used),
      soci::into(usage.items), soci::into(usage.uploads);
  usage.used = static_cast<std::uint64_t>(used);
  return usage;
}

Reservation SqlOwners::reserve(Transaction& tx, UserId owner, const Usage& more, const UsageLimits& limits) {
  const auto id = to_sql(owner);
  const auto bytes = static_cast<long long>(more.used), most = static_cast<long long>(limits.used);
  ensure_owner(tx, id);
  soci::statement update = (tx.sql().prepare << R"sql(
      UPDATE portfolio_owners SET used = used + :bytes, items = items + :items, uploads = uploads + :uploads
       WHERE id = :id AND used + :bytes <= :most AND items + :items <= :most_items
         AND uploads + :uploads <= :most_uploads)sql",
                            soci::use(bytes, "bytes"), soci::use(more.items, "items"),
                            soci::use(more.uploads, "uploads"), soci::use(id, "id"), soci::use(most, "most"),
                            soci::use(limits.items, "most_items"), soci::use(limits.uploads, "most_uploads"));
  if (affected_rows(update) == 1) return Reservation::Done;
  const auto now = usage(tx, owner);
  if (now.items + more.items > limits.items) return Reservation::TooManyItems;
  if (now.uploads + more.uploads > limits.uploads) return Reservation::TooManyUploads;
  return Reservation::QuotaFull;
}

void SqlOwners::give_back(Transaction& tx, UserId owner, const Usage& less) {
  const auto id = to_sql(owner);
  const auto bytes = static_cast<long long>(less.used);
  tx.sql() << "UPDATE portfolio_owners SET used = used - :bytes, items = items - :items, uploads = uploads - :uploads "
              "WHERE id = :id",
      soci::use(bytes, "bytes"), soci::use(less.items, "items"), soci::use(less.uploads, "uploads"),
      soci::use(id, "id");
}

std::int64_t SqlOwners::next_position(Transaction& tx, UserId owner) {
  const auto id = to_sql(owner);
  long long position = 0;
  tx.sql() << "UPDATE portfolio_owners SET last_position = last_position + 1 WHERE id = :id", soci::use(id, "id");
  tx.sql() << "SELECT last_position FROM portfolio_owners WHERE id = :id", soci::use(id, "id"), soci::into(position);
  return position;
}

void SqlOwners::erase(Transaction& tx, UserId owner) {
  const auto id = to_sql(owner);
  tx.sql() << "DELETE FROM portfolio_owners WHERE id = :id", soci::use(id, "id");
}

}  // namespace portfolio
