// /register and /email/verify/{token}. Thread-safe.
#pragma once

#include <callboard/view.hpp>

#include "registration.hpp"

namespace accounts {

class RegistrationPages {
 public:
  RegistrationPages(callboard::Database& database, callboard::View& view, const Registration& registration,
                    const EmailVerification& verification, const UserRepository& users, const callboard::Site& site,
                    bool open)
      : database_(database),
        view_(view),
        registration_(registration),
        verification_(verification),
        users_(users),
        site_(site),
        open_(open) {}

  callboard::Response ask(const callboard::Request& request, const callboard::Visitor& visitor) const;
  callboard::Response add(const callboard::Request& request) const;
  callboard::Response verify(const callboard::Request& request) const;
  callboard::Response ask_to_verify(const callboard::Request& request) const;
  callboard::Response send_again(const callboard::Visitor& visitor) const;

 private:
  nlohmann::json page(const callboard::Request& request) const;
  callboard::Faults privacy_fault(const callboard::Form& form) const;
  callboard::Response refuse(const callboard::Request& request, const callboard::Faults& faults) const;

  callboard::Database& database_;
  callboard::View& view_;
  const Registration& registration_;
  const EmailVerification& verification_;
  const UserRepository& users_;
  const callboard::Site& site_;
  bool open_;
};

}  // namespace accounts
