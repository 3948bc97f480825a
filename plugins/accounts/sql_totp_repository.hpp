// sql/accounts: accounts_totp, accounts_recovery_codes. Thread-safe.
#pragma once

#include "totp_repository.hpp"

namespace accounts {

class SqlTotpRepository : public TotpRepository {
 public:
  bool add(callboard::Transaction& tx, UserId user, const KeptTotp& totp, Time now) const override;
  std::optional<KeptTotp> find(callboard::Transaction& tx, UserId user) const override;
  bool use_step(callboard::Transaction& tx, UserId user, std::int64_t step) const override;
  void reseal(callboard::Transaction& tx, UserId user, const std::string& sealed_secret) const override;
  bool remove(callboard::Transaction& tx, UserId user) const override;

  static const char* find_statement();
};

class SqlRecoveryCodeRepository : public RecoveryCodeRepository {
 public:
  void replace(callboard::Transaction& tx, UserId user, const std::vector<std::string>& hashes) const override;
  void remove_all(callboard::Transaction& tx, UserId user) const override;
  bool use(callboard::Transaction& tx, UserId user, const std::string& hash, Time now) const override;
  int left(callboard::Transaction& tx, UserId user) const override;

  static const char* use_statement();
  static const char* left_statement();
};

}  // namespace accounts
