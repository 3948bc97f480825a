#include "console.hpp"

namespace accounts {

using namespace callboard;

Console::Console(Registrar& host, const Foundation& base, const People& people, const MfaReset& mfa_reset)
    : user_commands_(
          {host.database(), base.users, people.directory(), base.journal, people.administration(), mfa_reset}),
      import_{host.database(), base.users, base.journal, host.audit(), host.clock()} {}

void Console::register_with(Registrar& host) const {
  host.command({"user", "make, list and change accounts", [this](const auto& arguments, auto& out, auto& err) {
                  return user_commands_.run(arguments, out, err);
                }});
  host.command(
      {"import users", "take accounts over from an old system's SQLite file",
       [this](const auto& arguments, auto& out, auto& err) { return import_users(import_, arguments, out, err); }});
}

}  // namespace accounts
