// /account/export and /account/delete: taking one's data along, and leaving. Thread-safe.
#pragma once

#include <callboard/view.hpp>

#include "account_removal.hpp"
#include "journal.hpp"
#include "sign_in.hpp"

namespace accounts {

class OwnDataPages {
 public:
  struct Parts {
    callboard::Database& database;
    callboard::View& view;
    const callboard::PeoplesData& data;
    const SignIn& sign_in;
    const AccountRemoval& removal;
    const UserRepository& users;
    const Journal& journal;
    callboard::Mailer& mailer;
    const callboard::Clock& clock;
  };
  explicit OwnDataPages(const Parts& parts) : parts_(parts) {}

  callboard::Response download(const callboard::Request& request, const callboard::Visitor& visitor) const;
  callboard::Response ask_to_delete() const;
  callboard::Response remove(const callboard::Request& request, const callboard::Visitor& visitor) const;

 private:
  callboard::Response refuse(callboard::Text why, callboard::HttpStatus status) const;
  Removal remove(callboard::Transaction& tx, UserId id) const;

  Parts parts_;
};

}  // namespace accounts
