// The room of the accounts plugin for administrators and programs, wired: /users, invitations, and the
// JSON side of /register and /login. It is made while the plugin registers and lives as long.
#pragma once

#include <callboard/registrar.hpp>

#include "account_editing.hpp"
#include "bearer_authenticator.hpp"
#include "foundation.hpp"
#include "invitation_pages.hpp"
#include "json_api.hpp"
#include "sql_people_names.hpp"
#include "sql_user_directory.hpp"
#include "users_api.hpp"

namespace accounts {

class People {
 public:
  People(callboard::Registrar& host, Foundation& base, const SecondFactorCheck& second_factors);

  // For what the plugin registers itself.
  const JsonApi& json_api() const { return json_api_; }
  const AccountRemoval& removal() const { return removal_; }
  const Administration& administration() const { return administration_; }
  const AccountEditing& editing() const { return editing_; }
  const UserDirectory& directory() const { return directory_; }

  void register_with(callboard::Registrar& host);

 private:
  void add_api(callboard::Routes& routes);
  void add_pages(callboard::Routes& routes);

  SqlUserDirectory directory_;
  BearerTokens tokens_;
  BearerAuthenticator authenticator_;
  AccountRemoval removal_;
  Administration administration_;
  AccountEditing editing_;
  SqlPeopleNames names_;
  Invitations invitations_;
  JsonApi json_api_;
  UsersApi users_api_;
  InvitationPages invitation_pages_;
};

}  // namespace accounts
