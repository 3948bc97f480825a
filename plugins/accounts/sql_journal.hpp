// sql/accounts: accounts_journal. Thread-safe.
#pragma once

#include "journal.hpp"

namespace accounts {

class SqlJournal : public Journal {
 public:
  void write(callboard::Transaction& tx, std::optional<UserId> user, Event event, const Client& from, Time now,
             std::optional<UserId> by) const override;
  std::vector<JournalEntry> read(callboard::Transaction& tx, UserId user, std::int64_t before, int most) const override;
  long long sweep(callboard::Transaction& tx, Time older_than, int most) const override;
};

}  // namespace accounts
