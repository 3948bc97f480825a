// The second step of a sign-in, after the right password: a code, or first of all setting one-time codes up where the
// account's role needs them and it has none. Thread-safe.
#pragma once

#include "credential_changes.hpp"
#include "sign_in.hpp"
#include "totp_codes.hpp"

namespace accounts {

class MfaSignIn {
 public:
  struct Parts {
    callboard::Database& database;
    const UserRepository& users;
    const TotpRepository& totp;
    const TotpCodes& codes;
    const TotpOffers& offers;
    const SignIn& sign_in;
    const CredentialChanges& changes;
    const Journal& journal;
    const callboard::Clock& clock;
  };
  explicit MfaSignIn(const Parts& parts) : parts_(parts) {}

  // Who waits for the second step.
  struct Waiter {
    UserId user{};
    std::string name;
    bool has_codes = false;  // otherwise they have to be set up
  };
  // Nothing where the password was given too long ago, or the account was changed since.
  std::optional<Waiter> waiter(const std::string& pending_token) const;
  TotpOffer offer(const Waiter& waiter) const;
  // The one that the form brought back; nothing where it is old.
  std::optional<TotpOffer> offer_again(const Waiter& waiter, const std::string& sealed) const;

  struct Attempt {
    std::string pending_token;
    std::string code;
    std::string device;  // what the trusted device's cookie holds, or empty
    Client client;
  };
  enum class Outcome { Done, WrongCode, Expired };
  struct Result {
    Outcome outcome{};
    UserId user{};
    SessionCookie session;
    std::vector<std::string> codes = {};  // recovery codes, to be shown once
  };
  // With a one-time code or a recovery code. Throws TooMany.
  Result sign_in(const Attempt& attempt) const;
  // Sets one-time codes up, and signs in. Never replaces codes that are on. Throws TooMany.
  Result enrol(const Attempt& attempt, const std::string& sealed) const;

 private:
  std::optional<Waiting> waiting(const Attempt& attempt) const;
  Result use_code(callboard::Transaction& tx, const Attempt& attempt) const;
  Result begin(callboard::Transaction& tx, const Attempt& attempt, const TotpOffer& offer) const;
  // The one who goes on from the right password; nothing where somebody else did or the account is gone.
  struct Going {
    User user;
    bool remembered = false;
  };
  std::optional<Going> find(callboard::Transaction& tx, const Attempt& attempt) const;
  SessionCookie open(callboard::Transaction& tx, const Going& going, const Attempt& attempt) const;

  Parts parts_;
};

}  // namespace accounts
