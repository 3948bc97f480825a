// Signing in with a password: one path and one limiter for pages, programs and everything else. The same work
// and the same answer for known and unknown names. Thread-safe.
#pragma once

#include "journal.hpp"
#include "login_limits.hpp"
#include "password_hasher.hpp"
#include "pending.hpp"
#include "second_factor_state.hpp"
#include "sessions.hpp"
#include "settings.hpp"
#include "user_repository.hpp"

namespace accounts {

struct SignInAttempt {
  std::string login;  // a user name or an e-mail address
  std::string password;
  std::string device;  // what the trusted device's cookie holds, or empty
  Client client;
};

enum class Verdict {
  Wrong,              // no such account, or another password
  Disabled,           // right, but an administrator disabled the account
  Unverified,         // right, but the address has to be confirmed first
  SecondFactorDue,    // right so far
  SecondFactorUnset,  // right so far, and one has to be set up first
  Right,
};

struct Checked {
  Verdict verdict = Verdict::Wrong;
  User user;  // where it is not Wrong
};

// A right password that waits for the second factor.
struct Waiting {
  UserId user{};
  bool remembered = false;
};

class SignIn {
 public:
  struct Parts {
    callboard::Database& database;
    const UserRepository& users;
    const Sessions& sessions;
    const PendingRepository& pending;
    const SecondFactorState& second_factors;
    const Journal& journal;
    PasswordHasher& hasher;
    const LoginLimits& limits;
    const callboard::Clock& clock;
  };
  SignIn(const Parts& parts, const Settings& settings) : parts_(parts), settings_(settings) {}

  // Tells whether the password is right and what is still missing. Journals a failure. Throws TooMany.
  Checked check(const SignInAttempt& attempt) const;
  // The same for somebody who is signed in and shows his password again.
  bool check_again(UserId user, const std::string& password, const std::string& device, const Client& client) const;

  // Whether this account may sign in at all, whatever was shown: Disabled, Unverified or Right.
  Verdict standing(const User& user) const;

  // Locks the account until the transaction ends. Throws Unauthorized where it was changed since `user` was read:
  // whoever did that has ended everything that was under way.
  void hold(callboard::Transaction& tx, const User& user) const;

  // Opens a session for somebody who has shown all that is needed, and journals it. Throws as hold() does.
  SessionCookie open(callboard::Transaction& tx, const User& user, const Client& client, bool remembered,
                     bool second_factor) const;
  SessionCookie open(const User& user, const Client& client, bool remembered, bool second_factor) const;

  // Keeps that the password was right for some minutes. Returns the token for the pending cookie.
  std::string keep_waiting(const Waiting& waiting) const;
  std::optional<Waiting> waiting(callboard::Transaction& tx, std::string_view token) const;
  // True for the one request that goes on from there.
  bool end_waiting(callboard::Transaction& tx, std::string_view token) const;

 private:
  std::optional<User> find(const std::string& login) const;
  bool holds(std::optional<User>& user, const SignInAttempt& attempt) const;
  void upgrade(User& user, const std::string& password) const;
  Verdict judge(const User& user) const;
  bool needs_second_factor(const User& user) const;
  void journal_failure(std::optional<UserId> user, const Client& client) const;

  Parts parts_;
  Settings settings_;
};

}  // namespace accounts
