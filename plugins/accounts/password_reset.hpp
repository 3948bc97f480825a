// A forgotten password: a link goes to the account's address, and whoever opens it sets a new one. The answer and
// the time it takes are the same whether the address is known or not. Thread-safe.
#pragma once

#include <callboard/form.hpp>
#include <callboard/rate_limiter.hpp>

#include "credential_changes.hpp"
#include "login_limits.hpp"
#include "password_hasher.hpp"
#include "password_rules.hpp"
#include "user_repository.hpp"

namespace accounts {

class PasswordReset {
 public:
  struct Parts {
    callboard::Database& database;
    const UserRepository& users;
    const Links& links;
    const PendingRepository& pending;
    const CredentialChanges& changes;
    const Journal& journal;
    const LoginLimits& limits;
    PasswordHasher& hasher;
    const PasswordRules& rules;
    callboard::RateLimiter& limiter;
    callboard::Mailer& mailer;
    const callboard::Clock& clock;
    const callboard::Site& site;
  };
  explicit PasswordReset(const Parts& parts) : parts_(parts) {}

  // Notes the request; mail_links() does the rest, so that this takes the same time for every address.
  // Throws TooMany where one network asks too often.
  void ask(const std::string& email, const Client& from) const;
  // Mails the links that were asked for. For the jobs process; each is mailed once, however many hosts run it.
  void mail_links() const;

  // Whether the link may still be used.
  bool is_good(const std::string& token) const;

  enum class Outcome { Done, LinkIsDead, Refused };
  struct Result {
    Outcome outcome = Outcome::Done;
    callboard::Faults faults;  // "new_password1", "new_password2", of a refusal
  };
  // Sets the password and ends all that was signed in. The link is spent only if that holds.
  Result set(const std::string& token, const std::string& password, const std::string& again, const Client& from) const;

 private:
  void mail_link(callboard::Transaction& tx, const PendingRepository::Listed& wish) const;

  Parts parts_;
};

}  // namespace accounts
