#include "mfa_check.hpp"

namespace accounts {

using namespace callboard;

bool MfaCheck::accepts(const User& user, const std::string& code, const Client& from) const {
  parts_.codes.take_try(user.id, {}, from);
  const auto kind = parts_.database.transact([&](Transaction& tx) {
    const auto used = parts_.codes.use(tx, user.id, code);
    if (used == TotpCodes::Kind::Wrong) {
      parts_.journal.write(tx, user.id, Event::SignInFailed, from, parts_.clock.now());
    }
    if (used == TotpCodes::Kind::Recovery) parts_.changes.tell_of_recovery_code(tx, user, from);
    return used;
  });
  if (kind == TotpCodes::Kind::Wrong) return false;
  parts_.codes.forgive(user.id, {}, from);
  return true;
}

void MfaCheck::forgive(UserId user) const { parts_.codes.forgive(user, {}, {}); }

}  // namespace accounts
