#include "sql_key_office.hpp"

#include <callboard/sql.hpp>

namespace key_cabinet {

using namespace callboard;

namespace {

// One that has not come back lasts for ever.
constexpr long long kForEver = 9'000'000'000'000'000'000;

}  // namespace

bool SqlKeyOffice::has_room(Transaction& tx, const std::string& name, std::int64_t besides) {
  const long long id = besides;
  long long found = 0;
  tx.sql() << "SELECT COUNT(*) FROM key_cabinet_rooms WHERE name = :name AND id <> :id", soci::use(name, "name"),
      soci::use(id, "id"), soci::into(found);
  return found != 0;
}

bool SqlKeyOffice::has_label(Transaction& tx, const std::string& label, std::int64_t besides) {
  const long long id = besides;
  long long found = 0;
  tx.sql() << "SELECT COUNT(*) FROM key_cabinet_keys WHERE label = :label AND id <> :id", soci::use(label, "label"),
      soci::use(id, "id"), soci::into(found);
  return found != 0;
}

bool SqlKeyOffice::has_slot(Transaction& tx, std::int64_t cabinet, std::int64_t slot, std::int64_t besides) {
  const long long cabinet_id = cabinet, number = slot, id = besides;
  long long found = 0;
  tx.sql() << "SELECT COUNT(*) FROM key_cabinet_keys WHERE cabinet_id = :cabinet AND slot = :slot AND id <> :id",
      soci::use(cabinet_id, "cabinet"), soci::use(number, "slot"), soci::use(id, "id"), soci::into(found);
  return found != 0;
}

void SqlKeyOffice::set_state(Transaction& tx, std::int64_t key, const std::string& state) {
  const long long id = key;
  tx.sql() << "UPDATE key_cabinet_keys SET state = :state, version = version + 1 WHERE id = :id",
      soci::use(state, "state"), soci::use(id, "id");
}

std::optional<LoanTimes> SqlKeyOffice::loan(Transaction& tx, LoanId loan) {
  const auto id = to_sql(loan);
  long long key = 0, holder = 0, taken = 0, returned = 0;
  soci::indicator is_back = soci::i_null;
  tx.sql() << "SELECT key_id, holder_id, taken_at, returned_at FROM key_cabinet_loans WHERE id = :id",
      soci::use(id, "id"), soci::into(key), soci::into(holder), soci::into(taken), soci::into(returned, is_back);
  if (!tx.sql().got_data()) return std::nullopt;
  LoanTimes times{KeyId{key}, HolderId{holder}, time_from_sql(taken), {}};
  if (is_back == soci::i_ok) times.returned = time_from_sql(returned);
  return times;
}

// Times of a loan never run backwards, whatever a clock said when it was taken.
bool SqlKeyOffice::release(Transaction& tx, LoanId loan, Time now, const std::string& reason) {
  const auto id = to_sql(loan), at = to_sql(now);
  soci::statement close = (tx.sql().prepare << R"sql(
      UPDATE key_cabinet_loans
         SET open_key = NULL, returned_at = CASE WHEN taken_at > :at THEN taken_at ELSE :at END,
             returned_how = 'admin', reason = :reason
       WHERE id = :id AND open_key IS NOT NULL)sql",
                           soci::use(at, "at"), soci::use(reason, "reason"), soci::use(id, "id"));
  return affected_rows(close) == 1;
}

LoanId SqlKeyOffice::open(Transaction& tx, KeyId key, HolderId holder, Time now, const std::string& reason,
                          std::optional<LoanId> like) {
  const auto key_id = to_sql(key), holder_id = to_sql(holder), at = to_sql(now),
             other = to_sql(like.value_or(LoanId{}));
  tx.sql() << R"sql(
      INSERT INTO key_cabinet_loans (key_id, holder_id, open_key, taken_at, taken_how, reason, due_at)
      SELECT :key, :holder, :key, :at, 'admin', :reason, (SELECT o.due_at FROM key_cabinet_loans o WHERE o.id = :other))sql",
      soci::use(key_id, "key"), soci::use(holder_id, "holder"), soci::use(at, "at"), soci::use(reason, "reason"),
      soci::use(other, "other");
  return last_insert_id<LoanId>(tx);
}

bool SqlKeyOffice::overlaps(Transaction& tx, LoanId loan, const LoanTimes& times) {
  const auto id = to_sql(loan), key = to_sql(times.key), taken = to_sql(times.taken);
  const long long returned = times.returned ? to_sql(*times.returned) : kForEver;
  long long found = 0;
  tx.sql() << R"sql(
      SELECT EXISTS (SELECT 1 FROM key_cabinet_loans
                      WHERE key_id = :key AND id <> :id AND taken_at < :returned
                        AND (returned_at IS NULL OR returned_at > :taken)))sql",
      soci::use(key, "key"), soci::use(id, "id"), soci::use(returned, "returned"), soci::use(taken, "taken"),
      soci::into(found);
  return found != 0;
}

void SqlKeyOffice::correct(Transaction& tx, LoanId loan, const LoanTimes& times, const std::string& reason) {
  const auto id = to_sql(loan), holder = to_sql(times.holder), taken = to_sql(times.taken);
  long long returned = times.returned ? to_sql(*times.returned) : 0;
  auto is_back = times.returned ? soci::i_ok : soci::i_null;
  tx.sql() << R"sql(
      UPDATE key_cabinet_loans SET holder_id = :holder, taken_at = :taken, returned_at = :returned, reason = :reason
       WHERE id = :id)sql",
      soci::use(holder, "holder"), soci::use(taken, "taken"), soci::use(returned, is_back, "returned"),
      soci::use(reason, "reason"), soci::use(id, "id");
}

}  // namespace key_cabinet
