// sql/accounts: accounts_pending. Thread-safe.
#pragma once

#include "pending.hpp"

namespace accounts {

class SqlPendingRepository : public PendingRepository {
 public:
  std::string add(callboard::Transaction& tx, const Pending& pending, Time expires) const override;
  std::optional<Pending> find(callboard::Transaction& tx, std::string_view purpose, std::string_view token,
                              Time now) const override;
  bool remove(callboard::Transaction& tx, std::string_view token) const override;
  std::vector<Listed> list(callboard::Transaction& tx, std::string_view purpose, Time now, int most) const override;
  bool remove_by_hash(callboard::Transaction& tx, const std::string& token_hash) const override;
  void remove_all(callboard::Transaction& tx, UserId user) const override;
  long long sweep(callboard::Transaction& tx, Time now, int most) const override;
};

}  // namespace accounts
