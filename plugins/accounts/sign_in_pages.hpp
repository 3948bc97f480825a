// /login, /login/again, /logout. Thread-safe.
#pragma once

#include <callboard/view.hpp>

#include "session_authenticator.hpp"
#include "sign_in.hpp"

namespace accounts {

inline constexpr std::string_view kPendingCookie = "pending";
inline constexpr std::string_view kDeviceCookie = "device";

class SignInPages {
 public:
  struct Parts {
    callboard::Database& database;
    callboard::View& view;
    const SignIn& sign_in;
    const Sessions& sessions;
    const LoginLimits& limits;
    const Journal& journal;
    const callboard::Clock& clock;
    bool registration = true;
  };
  explicit SignInPages(const Parts& parts) : parts_(parts) {}

  callboard::Response ask(const callboard::Request& request, const callboard::Visitor& visitor) const;
  callboard::Response sign_in(const callboard::Request& request) const;
  callboard::Response ask_again(const callboard::Request& request) const;
  callboard::Response sign_in_again(const callboard::Request& request, const callboard::Visitor& visitor) const;
  callboard::Response ask_to_sign_out() const;
  callboard::Response sign_out(const callboard::Request& request, const callboard::Visitor& visitor) const;

 private:
  callboard::Response go_on(const callboard::Request& request, const SignInAttempt& attempt,
                            const Checked& checked) const;
  callboard::Response ask_for_second_factor(const callboard::Request& request, const Checked& checked,
                                            const std::string& page) const;
  callboard::Response refuse(const callboard::Request& request, callboard::Text why,
                             callboard::HttpStatus status) const;
  callboard::Response refuse_again(const callboard::Request& request, callboard::Text why,
                                   callboard::HttpStatus status) const;

  Parts parts_;
};

// The trusted device's cookie as it came, or empty.
std::string device_of(const callboard::Request& request);
// To be set whenever somebody has signed in.
callboard::Cookie device_cookie(const callboard::Request& request, const LoginLimits& limits, UserId user);
// Where to go on after the sign-in: the form's or the query's `next`, a path of this site; or /profile.
std::string next_of(const callboard::Request& request);
// The value of Retry-After.
std::string wait_of(const callboard::TooMany& refusal);
// "?next=…" for a link or an address, empty where the request names none.
std::string next_query(const callboard::Request& request);

}  // namespace accounts
