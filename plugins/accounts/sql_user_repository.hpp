// sql/accounts: accounts_users and accounts_roles. People are found by their names and addresses: the search index
// knows them as "user". Thread-safe.
#pragma once

#include <callboard/search.hpp>

#include "user_repository.hpp"

namespace accounts {

class SqlUserRepository : public UserRepository {
 public:
  explicit SqlUserRepository(callboard::SearchIndex& search) : search_(search) {}

  std::optional<UserId> add(callboard::Transaction& tx, const NewUser& user, Time now) const override;
  std::optional<User> find(callboard::Transaction& tx, UserId id) const override;
  std::optional<User> find_by_name(callboard::Transaction& tx, const std::string& name_key) const override;
  std::optional<User> find_by_email(callboard::Transaction& tx, const std::string& email_key) const override;
  bool lock(callboard::Transaction& tx, UserId id) const override;
  void set_password(callboard::Transaction& tx, UserId id, const std::string& hash) const override;
  void upgrade_password(callboard::Transaction& tx, UserId id, const std::string& old_hash,
                        const std::string& hash) const override;
  bool set_name(callboard::Transaction& tx, UserId id, const std::string& name,
                const std::string& name_key) const override;
  bool set_email(callboard::Transaction& tx, UserId id, const std::string& email, const std::string& email_key,
                 std::optional<Time> verified_at) const override;
  bool verify_email(callboard::Transaction& tx, UserId id, const std::string& email_key, Time now) const override;
  void set_profile(callboard::Transaction& tx, UserId id, const std::string& full_name, const std::string& phone,
                   const std::string& bio) const override;
  void set_picture(callboard::Transaction& tx, UserId id, const std::string& picture,
                   const std::string& picture_small) const override;
  void set_disabled(callboard::Transaction& tx, UserId id, std::optional<Time> at) const override;
  bool add_role(callboard::Transaction& tx, UserId id, std::string_view role) const override;
  bool remove_role(callboard::Transaction& tx, UserId id, std::string_view role) const override;
  bool remove(callboard::Transaction& tx, UserId id) const override;

 private:
  // To be called after what changes a name or an address.
  void index(callboard::Transaction& tx, UserId id) const;

  callboard::SearchIndex& search_;
};

// "student,teacher" as the statements bring the roles along.
std::vector<std::string> split_roles(const std::string& joined);

}  // namespace accounts
