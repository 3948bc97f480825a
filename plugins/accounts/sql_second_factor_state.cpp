#include <callboard/sql.hpp>

#include "second_factor_state.hpp"

namespace accounts {

using namespace callboard;

bool SqlSecondFactorState::is_on(Transaction& tx, UserId user) const {
  const auto owner = to_sql(user);
  long long confirmed = 0;
  tx.sql() << "SELECT COALESCE(confirmed_at, 0) FROM accounts_totp WHERE user_id = :user", soci::use(owner, "user"),
      soci::into(confirmed);
  return tx.sql().got_data() && confirmed != 0;
}

}  // namespace accounts
