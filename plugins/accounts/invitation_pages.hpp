// /admin/users/invite for administrators, /invitation/{token} for whom they invite. Thread-safe.
#pragma once

#include <callboard/view.hpp>

#include "invitations.hpp"

namespace accounts {

class InvitationPages {
 public:
  InvitationPages(callboard::View& view, const Invitations& invitations) : view_(view), invitations_(invitations) {}

  callboard::Response list(const callboard::Visitor& visitor) const;
  callboard::Response invite(const callboard::Request& request, const callboard::Visitor& visitor) const;
  callboard::Response revoke(const callboard::Request& request, const callboard::Visitor& visitor) const;

  callboard::Response ask(const callboard::Request& request) const;
  callboard::Response accept(const callboard::Request& request) const;

 private:
  nlohmann::json open(const callboard::Visitor& visitor) const;
  callboard::Response dead() const;

  callboard::View& view_;
  const Invitations& invitations_;
};

}  // namespace accounts
