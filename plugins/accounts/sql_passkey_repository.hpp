// sql/accounts: accounts_passkeys, the users' handles, and spent challenges in accounts_pending. Thread-safe.
#pragma once

#include "passkey_repository.hpp"

namespace accounts {

class SqlPasskeyRepository : public PasskeyRepository {
 public:
  std::optional<std::string> handle(callboard::Transaction& tx, UserId user) const override;
  bool set_handle(callboard::Transaction& tx, UserId user, const std::string& handle) const override;
  bool add(callboard::Transaction& tx, UserId user, const PasskeyCredential& credential, const std::string& label,
           Time now) const override;
  std::optional<KeptPasskey> find(callboard::Transaction& tx, const std::string& credential_id) const override;
  std::vector<Passkey> list(callboard::Transaction& tx, UserId user) const override;
  std::vector<std::string> credential_ids(callboard::Transaction& tx, UserId user) const override;
  bool rename(callboard::Transaction& tx, UserId user, PasskeyId id, const std::string& label) const override;
  bool remove(callboard::Transaction& tx, UserId user, PasskeyId id) const override;
  bool used(callboard::Transaction& tx, PasskeyId id, std::uint32_t count_before, const PasskeyUse& use,
            Time now) const override;
  bool spend_challenge(callboard::Transaction& tx, const std::string& challenge, Time expires) const override;

  static const char* find_statement();
  static const char* list_statement();
};

}  // namespace accounts
