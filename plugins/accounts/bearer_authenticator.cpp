#include "bearer_authenticator.hpp"

namespace accounts {

using namespace callboard;

std::optional<Visitor> BearerAuthenticator::authenticate(const Request& request) {
  const auto token = bearer_token(request);
  // Another plugin's tokens are not ours to judge.
  if (!tokens_.recognises(token)) return std::nullopt;
  auto bearer = tokens_.bearer(token);
  Visitor visitor;
  visitor.kind = Visitor::Kind::Person;
  visitor.user = bearer.user;
  visitor.name = std::move(bearer.name);
  visitor.roles = std::move(bearer.roles);
  return visitor;
}

}  // namespace accounts
