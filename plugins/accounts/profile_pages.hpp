// /profile, the pictures of people, and the link that confirms another address. Thread-safe.
#pragma once

#include <callboard/view.hpp>

#include "profile.hpp"

namespace accounts {

class ProfilePages {
 public:
  struct Parts {
    callboard::Database& database;
    callboard::View& view;
    const Profile& profile;
    const EmailChange& email_change;
    const UserRepository& users;
    const SessionRepository& sessions;
    callboard::MediaStore& media;
  };
  explicit ProfilePages(const Parts& parts) : parts_(parts) {}

  callboard::Response show(const callboard::Request& request, const callboard::Visitor& visitor) const;
  callboard::Response change(const callboard::Request& request, const callboard::Visitor& visitor) const;
  // Everybody who is signed in sees everybody's picture: they are one school.
  callboard::Response picture(const callboard::Request& request) const;
  callboard::Response ask_to_confirm_email(const callboard::Request& request) const;
  callboard::Response confirm_email(const callboard::Request& request, const callboard::Visitor& visitor) const;

 private:
  nlohmann::json take_draft(const callboard::Visitor& visitor) const;
  void keep_draft(const callboard::Visitor& visitor, const callboard::Form& form,
                  const callboard::Faults& faults) const;

  Parts parts_;
};

}  // namespace accounts
