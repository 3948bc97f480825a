#include "mfa_reset.hpp"

namespace accounts {

using namespace callboard;

bool MfaReset::switch_off(const Visitor& by, UserId id, const Client& from) const {
  return parts_.database.transact([&](Transaction& tx) { return switch_off(tx, by, id, from); });
}

bool MfaReset::switch_off(Transaction& tx, const Visitor& by, UserId id, const Client& from) const {
  parts_.administration.require_admin(tx, by);
  const auto user = parts_.users.lock(tx, id) ? parts_.users.find(tx, id) : std::nullopt;
  if (!user) throw NotFound("user");
  if (!parts_.totp.remove(tx, id)) return false;
  parts_.recovery.remove_all(tx, id);
  parts_.audit.record(tx, by, {"mfa_off", "user", static_cast<std::int64_t>(id), {}, id});
  const auto actor = by.is_person() && by.user != id ? std::optional(by.user) : std::nullopt;
  parts_.changes.announce(tx, *user, Event::TotpOff, from, kNoSession, actor);
  return true;
}

}  // namespace accounts
