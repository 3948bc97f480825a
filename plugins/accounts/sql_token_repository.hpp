// sql/accounts: accounts_tokens. Thread-safe.
#pragma once

#include "token_repository.hpp"

namespace accounts {

class SqlTokenRepository : public TokenRepository {
 public:
  void add(callboard::Transaction& tx, const callboard::TokenClaims& token, const Client& from,
           Time now) const override;
  std::optional<TokenBearer> bearer(callboard::Transaction& tx, const callboard::TokenClaims& token) const override;
  long long revoke_all(callboard::Transaction& tx, UserId user, Time now) const override;
  long long sweep(callboard::Transaction& tx, Time now, int most) const override;

  // Runs at each request with a token; its plan is asserted.
  static const char* bearer_statement();
};

}  // namespace accounts
