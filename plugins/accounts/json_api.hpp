// /register and /login for programs, which speak JSON. The texts of fixed replies are part of the interface, so they
// are English for everybody; what is wrong with a field is told in the reader's language. Thread-safe.
#pragma once

#include <callboard/view.hpp>

#include "bearer_tokens.hpp"
#include "registration.hpp"
#include "second_factor_check.hpp"

namespace accounts {

class JsonApi {
 public:
  struct Parts {
    const Registration& registration;
    const SignIn& sign_in;
    const BearerTokens& tokens;
    const SecondFactorCheck& second_factors;
    bool open = true;  // whether strangers may register
  };
  explicit JsonApi(const Parts& parts) : parts_(parts) {}

  callboard::Response register_user(const callboard::Request& request) const;
  callboard::Response sign_in(const callboard::Request& request) const;

 private:
  Parts parts_;
};

// A request that is to be answered here.
inline bool is_json(const callboard::Request& request) { return request.media_type() == "application/json"; }

// {"username", "password"[, "email"]}. Throws BadRequest.
Registrant registrant_of_json(const callboard::Request& request);
// 400 for what is wrong with the fields, or was taken. Does nothing where nothing is.
void refuse_faults(const callboard::Faults& faults, bool taken);
// {"message": …}
callboard::Response message(std::string_view text, callboard::HttpStatus status = callboard::HttpStatus::Ok);

}  // namespace accounts
