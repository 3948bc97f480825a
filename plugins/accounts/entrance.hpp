// The room of the accounts plugin in front of the door, wired: /register, /login, /logout, /password. It is made while
// the plugin registers and lives as long.
#pragma once

#include "foundation.hpp"
#include "json_api.hpp"
#include "password_pages.hpp"
#include "password_reset_pages.hpp"
#include "registration_pages.hpp"
#include "sign_in_pages.hpp"

namespace accounts {

class Entrance {
 public:
  // `programs` answers /register and /login where the body is JSON.
  Entrance(callboard::Registrar& host, Foundation& base, const JsonApi& programs);

  void register_with(callboard::Registrar& host);

 private:
  void add_registration(callboard::Routes& routes);
  void add_sign_in(callboard::Routes& routes);
  void add_passwords(callboard::Routes& routes);

  const JsonApi& programs_;
  PasswordChange password_change_;
  PasswordReset password_reset_;
  SessionAuthenticator session_authenticator_;

  SignInPages sign_in_pages_;
  RegistrationPages registration_pages_;
  PasswordPages password_pages_;
  PasswordResetPages password_reset_pages_;
};

}  // namespace accounts
