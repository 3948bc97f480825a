// Bearer tokens for programs: signed for one account, good for a time, revocable at once. Thread-safe.
#pragma once

#include <callboard/signed_tokens.hpp>

#include "journal.hpp"
#include "sign_in.hpp"
#include "token_repository.hpp"

namespace accounts {

class BearerTokens {
 public:
  struct Parts {
    callboard::Database& database;
    const TokenRepository& rows;
    const SignIn& sign_in;
    const Journal& journal;
    const callboard::Clock& clock;
  };
  BearerTokens(const Parts& parts, const callboard::Keys& keys, std::chrono::seconds lifetime)
      : parts_(parts), tokens_("callboard:accounts", keys, "accounts"), lifetime_(lifetime) {}

  struct Issued {
    std::string token;  // shown once; only its id is stored
    std::chrono::seconds expires_in{};
  };
  // For somebody who has shown all that is needed. Throws Unauthorized where the account was changed since `user`
  // was read.
  Issued issue(const User& user, const Client& from) const;

  // It is meant to be one of ours.
  bool recognises(std::string_view token) const { return tokens_.recognises(token); }
  // Whom it stands for: one read. Throws Unauthorized where it does not hold, or no more.
  TokenBearer bearer(std::string_view token) const;

 private:
  Parts parts_;
  callboard::SignedTokens tokens_;
  std::chrono::seconds lifetime_;
};

}  // namespace accounts
