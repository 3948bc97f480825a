// The room of the accounts plugin for administrators and programs, wired: /users, /admin/users, /invitation, and the
// JSON side of /register and /login. It is made while the plugin registers and lives as long.
#pragma once

#include <callboard/registrar.hpp>

#include "bearer_authenticator.hpp"
#include "invitation_pages.hpp"
#include "json_api.hpp"
#include "sql_user_directory.hpp"
#include "user_admin_pages.hpp"
#include "users_api.hpp"

namespace accounts {

class People {
 public:
  // What the plugin has made already.
  struct Parts {
    const Settings& settings;
    const UserRepository& users;
    const SessionRepository& sessions;
    const TokenRepository& tokens;
    const Links& links;
    const Journal& journal;
    const LoginLimits& limits;
    PasswordHasher& hasher;
    const PasswordRules& rules;
    const CredentialChanges& changes;
    const Registration& registration;
    const SignIn& sign_in;
    const SecondFactorCheck* second_factors = nullptr;  // JsonApi
  };
  People(callboard::Registrar& host, const Parts& parts);

  // For what the plugin registers itself.
  const JsonApi& json_api() const { return json_api_; }
  const AccountRemoval& removal() const { return removal_; }
  const Administration& administration() const { return administration_; }

  void register_with(callboard::Registrar& host);

 private:
  void add_api(callboard::Routes& routes);
  void add_pages(callboard::Routes& routes);

  SqlUserDirectory directory_;
  BearerTokens tokens_;
  BearerAuthenticator authenticator_;
  AccountRemoval removal_;
  Administration administration_;
  Invitations invitations_;
  UserSearch search_;
  JsonApi json_api_;
  UsersApi users_api_;
  UserAdminPages user_pages_;
  InvitationPages invitation_pages_;
};

}  // namespace accounts
