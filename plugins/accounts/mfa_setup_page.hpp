// The page on which one-time codes are set up, be it from the account or during a sign-in. Thread-safe.
#pragma once

#include <string>

#include <callboard/site.hpp>
#include <callboard/view.hpp>

#include "totp_offers.hpp"

namespace accounts {

class MfaSetupPage {
 public:
  MfaSetupPage(callboard::View& view, const callboard::Site& site) : view_(view), site_(site) {}

  struct Content {
    std::string action;  // where the form goes
    std::string account;
    std::string next;  // same-site path, or empty
    bool required = false;
    TotpOffer offer;
  };
  callboard::Response ask(const Content& content) const;
  // The same again: the code was wrong, or there were too many.
  callboard::Response refuse(const Content& content, callboard::Text why, callboard::HttpStatus status) const;

 private:
  nlohmann::json data(const Content& content) const;

  callboard::View& view_;
  const callboard::Site& site_;
};

}  // namespace accounts
