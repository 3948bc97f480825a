// Recognises a person by the bearer token of a program (RFC 6750). Thread-safe.
#pragma once

#include <callboard/router.hpp>

#include "bearer_tokens.hpp"

namespace accounts {

class BearerAuthenticator : public callboard::Authenticator {
 public:
  explicit BearerAuthenticator(const BearerTokens& tokens) : tokens_(tokens) {}

  callboard::Visitor::Kind recognises() const override { return callboard::Visitor::Kind::Person; }
  // Asks the database each time: a revocation takes effect at once, in every process. A token never counts as a
  // password that was given just now.
  std::optional<callboard::Visitor> authenticate(const callboard::Request& request) override;

 private:
  const BearerTokens& tokens_;
};

}  // namespace accounts
