// Accounts as they are kept. Every function runs inside the caller's transaction. Thread-safe.
#pragma once

#include <optional>
#include <string_view>

#include "user.hpp"

namespace accounts {

class UserRepository {
 public:
  virtual ~UserRepository() = default;

  // Nothing where the name or the address is taken; nothing is stored then.
  virtual std::optional<UserId> add(callboard::Transaction& tx, const NewUser& user, Time now) const = 0;

  virtual std::optional<User> find(callboard::Transaction& tx, UserId id) const = 0;
  virtual std::optional<User> find_by_name(callboard::Transaction& tx, const std::string& name_key) const = 0;
  virtual std::optional<User> find_by_email(callboard::Transaction& tx, const std::string& email_key) const = 0;

  // Locks the row until the transaction ends: for what must not happen twice at once. False: there is none.
  virtual bool lock(callboard::Transaction& tx, UserId id) const = 0;

  virtual void set_password(callboard::Transaction& tx, UserId id, const std::string& hash) const = 0;
  // The same password under a newer hash; does nothing where the password was changed meanwhile.
  virtual void upgrade_password(callboard::Transaction& tx, UserId id, const std::string& old_hash,
                                const std::string& hash) const = 0;
  // False where another account has the name or the address; nothing is changed then.
  virtual bool set_name(callboard::Transaction& tx, UserId id, const std::string& name,
                        const std::string& name_key) const = 0;
  virtual bool set_email(callboard::Transaction& tx, UserId id, const std::string& email, const std::string& email_key,
                         std::optional<Time> verified_at) const = 0;
  // The address is this person's; does nothing where it is another one by now. True: it was unverified before.
  virtual bool verify_email(callboard::Transaction& tx, UserId id, const std::string& email_key, Time now) const = 0;
  virtual void set_profile(callboard::Transaction& tx, UserId id, const std::string& full_name,
                           const std::string& phone, const std::string& bio) const = 0;
  virtual void set_picture(callboard::Transaction& tx, UserId id, const std::string& picture,
                           const std::string& picture_small) const = 0;
  virtual void set_disabled(callboard::Transaction& tx, UserId id, std::optional<Time> at) const = 0;

  // True where that changed something.
  virtual bool add_role(callboard::Transaction& tx, UserId id, std::string_view role) const = 0;
  virtual bool remove_role(callboard::Transaction& tx, UserId id, std::string_view role) const = 0;

  // With all that hangs on it: sessions, tokens, links, factors, journal.
  virtual bool remove(callboard::Transaction& tx, UserId id) const = 0;
};

}  // namespace accounts
