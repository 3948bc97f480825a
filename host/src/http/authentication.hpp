// Who the visitor is, and whether he may use a route. Immutable; thread-safe as the authenticators are.
#pragma once

#include <vector>

#include "callboard/router.hpp"

namespace callboard::host {

class Authentication {
 public:
  // They must outlive this object; each is asked in turn.
  explicit Authentication(std::vector<Authenticator*> authenticators) : authenticators_(std::move(authenticators)) {}

  // A device for device routes, otherwise a person; anonymous where nobody is recognised. Throws
  // Unauthorized for a token that does not hold, and Unavailable where the route needs a kind of
  // visitor that no plugin recognises. A stale cookie just makes the visitor anonymous.
  Visitor identify(const Request& request, const Access& access) const;

 private:
  std::vector<Authenticator*> authenticators_;
};

enum class Verdict { Granted, SignIn, SignInAgain, MissingRole };
Verdict judge(const Access& access, const Visitor& visitor);

}  // namespace callboard::host
