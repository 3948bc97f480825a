// `callboard user …`: accounts, for whoever runs the host. Not thread-safe: one command a process.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "administration.hpp"
#include "command_words.hpp"
#include "mfa_reset.hpp"

namespace accounts {

class UserCommands {
 public:
  struct Parts {
    callboard::Database& database;
    const UserRepository& users;
    const UserDirectory& directory;
    const Journal& journal;
    const Administration& administration;
    const MfaReset& mfa_reset;
  };
  // Passwords are read from `input`, a file descriptor.
  explicit UserCommands(const Parts& parts, int input = 0) : parts_(parts), input_(input) {}

  int run(const std::vector<std::string>& arguments, std::ostream& out, std::ostream& err) const;

 private:
  std::optional<User> find(const std::string& login) const;
  int create(const CommandWords& words, std::ostream& out, std::ostream& err) const;
  int list(std::ostream& out) const;
  int show(const User& user, std::ostream& out) const;
  int change_role(const User& user, const CommandWords& words, std::ostream& out, std::ostream& err) const;
  int set_password(const User& user, const CommandWords& words, std::ostream& out, std::ostream& err) const;
  int about_one(const std::string& verb, const User& user, const CommandWords& words, std::ostream& out,
                std::ostream& err) const;
  std::string read_password(const CommandWords& words, std::ostream& err) const;

  Parts parts_;
  int input_;
};

}  // namespace accounts
