#include "sql_overdue_repository.hpp"

#include <callboard/sql.hpp>

namespace key_cabinet {

using namespace callboard;

const char* SqlOverdueRepository::untold_statement() {
  return R"sql(
      SELECT l.id, h.fullname, h.user_id, k.label, r.name, l.taken_at, l.due_at
        FROM key_cabinet_loans l
        JOIN key_cabinet_holders h ON h.id = l.holder_id
        JOIN key_cabinet_keys k ON k.id = l.key_id
        JOIN key_cabinet_rooms r ON r.id = k.room_id
       WHERE l.open_key > 0 AND l.due_at <= :now AND l.alarmed_at IS NULL LIMIT :most)sql";
}

const char* SqlOverdueRepository::count_statement() {
  return "SELECT COUNT(*) FROM key_cabinet_loans WHERE open_key > 0 AND due_at <= :now";
}

std::vector<OverdueLoan> SqlOverdueRepository::untold(Transaction& tx, Time now, int most) const {
  const auto at = to_sql(now);
  const long long limit = most;
  long long id = 0, user = 0, taken = 0, due = 0;
  soci::indicator has_user{};
  OverdueLoan loan;
  soci::statement select = (tx.sql().prepare << untold_statement(), soci::use(at, "now"), soci::use(limit, "most"),
                            soci::into(id), soci::into(loan.holder), soci::into(user, has_user), soci::into(loan.key),
                            soci::into(loan.room), soci::into(taken), soci::into(due));
  select.execute();
  std::vector<OverdueLoan> loans;
  while (select.fetch()) {
    loan.id = LoanId{id};
    loan.user = has_user == soci::i_null ? std::nullopt : std::optional(UserId{user});
    loan.taken = time_from_sql(taken);
    loan.due = time_from_sql(due);
    loans.push_back(loan);
  }
  return loans;
}

bool SqlOverdueRepository::mark_told(Transaction& tx, LoanId loan, Time now) const {
  const auto id = to_sql(loan), at = to_sql(now);
  soci::statement mark = (tx.sql().prepare << R"sql(
      UPDATE key_cabinet_loans SET alarmed_at = :now
       WHERE id = :id AND alarmed_at IS NULL AND open_key IS NOT NULL AND due_at <= :now)sql",
                          soci::use(at, "now"), soci::use(id, "id"));
  return affected_rows(mark) == 1;
}

long long SqlOverdueRepository::count(Transaction& tx, Time now) const {
  const auto at = to_sql(now);
  long long found = 0;
  tx.sql() << count_statement(), soci::use(at, "now"), soci::into(found);
  return found;
}

}  // namespace key_cabinet
