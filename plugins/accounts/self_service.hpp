// The room of the accounts plugin for one's own account, wired: /profile, people's pictures, another address, signed-in
// devices, the security journal, export and removal. It is made while the plugin registers and lives as long.
#pragma once

#include <callboard/registrar.hpp>

#include "foundation.hpp"
#include "journal_pages.hpp"
#include "own_data.hpp"
#include "own_data_pages.hpp"
#include "profile_pages.hpp"
#include "sessions_pages.hpp"

namespace accounts {

class SelfService {
 public:
  SelfService(callboard::Registrar& host, Foundation& base, const AccountRemoval& removal);

  void register_with(callboard::Registrar& host);

 private:
  void add_profile(callboard::Routes& routes);
  void add_security(callboard::Routes& routes);
  void add_own_data(callboard::Routes& routes);

  EmailChange email_change_;
  Profile profile_;
  Devices devices_;
  SecurityJournal security_journal_;
  OwnData own_data_;
  ProfilePages profile_pages_;
  SessionsPages sessions_pages_;
  JournalPages journal_pages_;
  OwnDataPages own_data_pages_;
};

}  // namespace accounts
