// OverdueRepository by SQL, on both engines. Keys that are out are found by the unique index of `open_key`: there are
// never more of them than keys, however long the history.
#pragma once

#include "overdue_repository.hpp"

namespace key_cabinet {

class SqlOverdueRepository : public OverdueRepository {
 public:
  std::vector<OverdueLoan> untold(callboard::Transaction& tx, callboard::Time now, int most) const override;
  bool mark_told(callboard::Transaction& tx, LoanId loan, callboard::Time now) const override;
  long long count(callboard::Transaction& tx, callboard::Time now) const override;

  // For a test of their query plans.
  static const char* untold_statement();
  static const char* count_statement();
};

}  // namespace key_cabinet
