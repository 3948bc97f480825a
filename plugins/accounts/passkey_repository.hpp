// Passkeys as they are kept. Every function runs inside the caller's transaction. Thread-safe.
#pragma once

#include <callboard/database.hpp>

#include "user.hpp"
#include "webauthn.hpp"

namespace accounts {

enum class PasskeyId : std::int64_t {};

// A passkey as its owner sees it.
struct Passkey {
  PasskeyId id{};
  std::string label;
  bool backed_up = false;
  Time created_at;
  std::optional<Time> last_used_at;
};

// A passkey as a sign-in needs it.
struct KeptPasskey {
  PasskeyId id{};
  UserId user{};
  std::string handle;
  PasskeyCredential credential;
};

class PasskeyRepository {
 public:
  virtual ~PasskeyRepository() = default;

  // What authenticators know the user by; nothing before the first passkey. Handles are bytes.
  virtual std::optional<std::string> handle(callboard::Transaction& tx, UserId user) const = 0;
  // False where the user has another one by now.
  virtual bool set_handle(callboard::Transaction& tx, UserId user, const std::string& handle) const = 0;

  // False where this credential is registered already, with whomever.
  virtual bool add(callboard::Transaction& tx, UserId user, const PasskeyCredential& credential,
                   const std::string& label, Time now) const = 0;
  virtual std::optional<KeptPasskey> find(callboard::Transaction& tx, const std::string& credential_id) const = 0;
  // The oldest first.
  virtual std::vector<Passkey> list(callboard::Transaction& tx, UserId user) const = 0;
  virtual std::vector<std::string> credential_ids(callboard::Transaction& tx, UserId user) const = 0;
  virtual bool rename(callboard::Transaction& tx, UserId user, PasskeyId id, const std::string& label) const = 0;
  virtual bool remove(callboard::Transaction& tx, UserId user, PasskeyId id) const = 0;

  // What a sign-in changed. False where another one was quicker: the counter is no longer `count_before`.
  virtual bool used(callboard::Transaction& tx, PasskeyId id, std::uint32_t count_before, const PasskeyUse& use,
                    Time now) const = 0;
  // True for the first who answers this challenge, until it expires.
  virtual bool spend_challenge(callboard::Transaction& tx, const std::string& challenge, Time expires) const = 0;
};

}  // namespace accounts
