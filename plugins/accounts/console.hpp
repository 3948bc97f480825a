// The room of the accounts plugin for whoever runs the host: `callboard user` and `callboard import users`, wired. It
// is made while the plugin registers and lives as long.
#pragma once

#include "foundation.hpp"
#include "import_command.hpp"
#include "people.hpp"
#include "user_commands.hpp"

namespace accounts {

class Console {
 public:
  Console(callboard::Registrar& host, const Foundation& base, const People& people, const MfaReset& mfa_reset);

  void register_with(callboard::Registrar& host) const;

 private:
  UserCommands user_commands_;
  UserImport::Parts import_;
};

}  // namespace accounts
