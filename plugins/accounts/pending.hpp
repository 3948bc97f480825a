// What lies between two requests of one browser while it signs in: a right password that waits for the second
// factor, a passkey's challenge. Good for minutes, known by a hash of the token in the browser's cookie. Thread-safe.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "user.hpp"

namespace accounts {

struct Pending {
  std::string purpose;  // "sign_in", "passkey"
  std::optional<UserId> user;
  std::string data;  // at most 2000 bytes
};

class PendingRepository {
 public:
  virtual ~PendingRepository() = default;
  // Returns the token for the cookie.
  virtual std::string add(callboard::Transaction& tx, const Pending& pending, Time expires) const = 0;
  virtual std::optional<Pending> find(callboard::Transaction& tx, std::string_view purpose, std::string_view token,
                                      Time now) const = 0;
  // True for the one caller who removes it.
  virtual bool remove(callboard::Transaction& tx, std::string_view token) const = 0;
  // Those of a purpose, at most `most`, each with the hash that remove_by_hash() takes: for jobs.
  struct Listed {
    std::string token_hash;
    Pending pending;
  };
  virtual std::vector<Listed> list(callboard::Transaction& tx, std::string_view purpose, Time now, int most) const = 0;
  virtual bool remove_by_hash(callboard::Transaction& tx, const std::string& token_hash) const = 0;
  virtual void remove_all(callboard::Transaction& tx, UserId user) const = 0;
  virtual long long sweep(callboard::Transaction& tx, Time now, int most) const = 0;
};

}  // namespace accounts
