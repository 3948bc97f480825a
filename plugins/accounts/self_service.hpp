// The room of the accounts plugin for one's own account, wired: /profile, people's pictures, another address, export
// and removal. It is made while the plugin registers and lives as long.
#pragma once

#include <callboard/registrar.hpp>

#include "own_data.hpp"
#include "own_data_pages.hpp"
#include "profile_pages.hpp"

namespace accounts {

class SelfService {
 public:
  // What the plugin has made already.
  struct Parts {
    const UserRepository& users;
    const SessionRepository& sessions;
    const Links& links;
    const Journal& journal;
    const CredentialChanges& changes;
    const SignIn& sign_in;
    const AccountRemoval& removal;
  };
  SelfService(callboard::Registrar& host, const Parts& parts);

  void register_with(callboard::Registrar& host);

 private:
  void add_routes(callboard::Routes& routes);

  EmailChange email_change_;
  Profile profile_;
  OwnData own_data_;
  ProfilePages profile_pages_;
  OwnDataPages own_data_pages_;
};

}  // namespace accounts
