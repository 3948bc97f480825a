// The one-time codes' secrets and the recovery codes, as they are kept. Every function runs inside the caller's
// transaction. Thread-safe.
#pragma once

#include <callboard/database.hpp>

#include "user.hpp"

namespace accounts {

struct KeptTotp {
  std::string sealed_secret;
  std::int64_t last_step = 0;
};

class TotpRepository {
 public:
  virtual ~TotpRepository() = default;

  // Switches codes on; `step` is that of the code which proved the secret. False where they are on already.
  virtual bool add(callboard::Transaction& tx, UserId user, const KeptTotp& totp, Time now) const = 0;
  virtual std::optional<KeptTotp> find(callboard::Transaction& tx, UserId user) const = 0;
  // The step's code is used from now on. False where it, or a later one, was used already.
  virtual bool use_step(callboard::Transaction& tx, UserId user, std::int64_t step) const = 0;
  // The same secret under a newer key.
  virtual void reseal(callboard::Transaction& tx, UserId user, const std::string& sealed_secret) const = 0;
  // False where they are off.
  virtual bool remove(callboard::Transaction& tx, UserId user) const = 0;
};

class RecoveryCodeRepository {
 public:
  virtual ~RecoveryCodeRepository() = default;

  // These instead of all that there were.
  virtual void replace(callboard::Transaction& tx, UserId user, const std::vector<std::string>& hashes) const = 0;
  virtual void remove_all(callboard::Transaction& tx, UserId user) const = 0;
  // True for the one who uses it.
  virtual bool use(callboard::Transaction& tx, UserId user, const std::string& hash, Time now) const = 0;
  virtual int left(callboard::Transaction& tx, UserId user) const = 0;
};

}  // namespace accounts
