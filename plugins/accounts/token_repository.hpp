// Bearer tokens that were signed: without a live row one does not hold. Every function runs inside the caller's
// transaction. Thread-safe.
#pragma once

#include <optional>
#include <string>

#include <callboard/signed_tokens.hpp>

#include "user.hpp"

namespace accounts {

// Whom a token stands for.
struct TokenBearer {
  UserId user{};
  std::string name;
  std::vector<std::string> roles;
};

class TokenRepository {
 public:
  virtual ~TokenRepository() = default;
  virtual void add(callboard::Transaction& tx, const callboard::TokenClaims& token, const Client& from,
                   Time now) const = 0;
  // Nothing where it was revoked, or its owner is disabled: one read.
  virtual std::optional<TokenBearer> bearer(callboard::Transaction& tx, const callboard::TokenClaims& token) const = 0;
  virtual long long revoke_all(callboard::Transaction& tx, UserId user, Time now) const = 0;
  virtual long long sweep(callboard::Transaction& tx, Time now, int most) const = 0;
};

}  // namespace accounts
