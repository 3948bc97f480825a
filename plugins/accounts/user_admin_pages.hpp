// /admin/users: the people, one of them, and what is done with an account. Thread-safe.
#pragma once

#include <callboard/view.hpp>

#include "administration.hpp"
#include "user_search.hpp"

namespace accounts {

class UserAdminPages {
 public:
  struct Parts {
    callboard::Database& database;
    callboard::View& view;
    const UserSearch& search;
    const UserRepository& users;
    const SessionRepository& sessions;
    const Journal& journal;
    callboard::AuditLog& audit;
    const Administration& administration;
    const callboard::Clock& clock;
  };
  explicit UserAdminPages(const Parts& parts) : parts_(parts) {}

  callboard::Response list(const callboard::Request& request) const;
  callboard::Response show(const callboard::Request& request, const callboard::Visitor& visitor) const;
  callboard::Response set_roles(const callboard::Request& request, const callboard::Visitor& visitor) const;
  callboard::Response disable(const callboard::Request& request, const callboard::Visitor& visitor) const;
  callboard::Response enable(const callboard::Request& request, const callboard::Visitor& visitor) const;
  callboard::Response unlock(const callboard::Request& request, const callboard::Visitor& visitor) const;
  callboard::Response remove(const callboard::Request& request, const callboard::Visitor& visitor) const;

 private:
  Parts parts_;
};

}  // namespace accounts
