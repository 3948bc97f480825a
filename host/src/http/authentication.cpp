#include "http/authentication.hpp"

#include <exception>

#include "http/origin.hpp"

namespace callboard::host {

Visitor Authentication::identify(const Request& request, const Access& access) const {
  const bool for_device = access.kind == Access::Kind::Device;
  const auto kind = for_device ? Visitor::Kind::Device : Visitor::Kind::Person;
  bool anybody_knows = false;
  std::exception_ptr refusal;
  for (Authenticator* authenticator : authenticators_) {
    if (authenticator->recognises() != kind) continue;
    anybody_knows = true;
    try {
      if (auto visitor = authenticator->authenticate(request)) return std::move(*visitor);
    } catch (const Unauthorized&) {
      if (!refusal) refusal = std::current_exception();
    }
  }
  if (!anybody_knows && access.kind != Access::Kind::Everyone) throw Unavailable("no plugin recognises such visitors");
  if (refusal && (for_device || has_bearer_token(request))) std::rethrow_exception(refusal);
  return {};
}

Verdict judge(const Access& access, const Visitor& visitor) {
  switch (access.kind) {
    case Access::Kind::Everyone: return Verdict::Granted;
    case Access::Kind::Device: return visitor.is_device() ? Verdict::Granted : Verdict::SignIn;
    case Access::Kind::SignedIn:
    case Access::Kind::Role: break;
  }
  if (!visitor.is_person()) return Verdict::SignIn;
  if (access.kind == Access::Kind::Role && !visitor.has_role(access.role)) return Verdict::MissingRole;
  if (access.recent && !visitor.recently_authenticated) return Verdict::SignInAgain;
  return Verdict::Granted;
}

}  // namespace callboard::host
