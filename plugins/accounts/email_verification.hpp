// That an address is its owner's: a link goes there, and whoever opens it confirms it. Thread-safe.
#pragma once

#include <callboard/site.hpp>

#include "journal.hpp"
#include "links.hpp"
#include "user_repository.hpp"

namespace accounts {

class EmailVerification {
 public:
  struct Parts {
    callboard::Database& database;
    const UserRepository& users;
    const Links& links;
    const Journal& journal;
    callboard::Mailer& mailer;
    const callboard::Clock& clock;
    const callboard::Site& site;
  };
  explicit EmailVerification(const Parts& parts) : parts_(parts) {}

  // Mails the link. Does nothing where there is no address, or it is confirmed already.
  void ask(callboard::Transaction& tx, const User& user) const;
  // False: the link is used up, has expired, or the account has another address by now.
  bool confirm(const std::string& token, const Client& from) const;

 private:
  Parts parts_;
};

}  // namespace accounts
