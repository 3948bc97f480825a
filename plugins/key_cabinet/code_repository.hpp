// Pickup codes that hold, in the database: one for a user, no two alike.
#pragma once

#include <optional>
#include <string>

#include <callboard/database.hpp>
#include <callboard/services.hpp>
#include <callboard/visitor.hpp>

namespace key_cabinet {

struct CodeOwner {
  callboard::UserId user{};
  std::optional<std::string> serial;  // of the holder that the account is linked to
};

class CodeRepository {
 public:
  virtual ~CodeRepository() = default;

  // Puts it in place of the user's code, if he has one. False: another user's code is the same and still holds;
  // nothing is changed but that the user has none.
  virtual bool put(callboard::Transaction& tx, callboard::UserId user, const std::string& code, callboard::Time now,
                   callboard::Time expires) const = 0;
  // Nothing where there is no such code or it has expired. Nobody else uses or ends it until the transaction ends.
  virtual std::optional<CodeOwner> lock(callboard::Transaction& tx, const std::string& code,
                                        callboard::Time now) const = 0;
  virtual void remove(callboard::Transaction& tx, const std::string& code) const = 0;

  virtual bool is_holder(callboard::Transaction& tx, callboard::UserId user) const = 0;
  virtual void remove_of(callboard::Transaction& tx, callboard::UserId user) const = 0;
  // At most `most` that have expired; returns how many.
  virtual long long remove_expired(callboard::Transaction& tx, callboard::Time now, int most) const = 0;
};

}  // namespace key_cabinet
