#include "mfa.hpp"

namespace accounts {

using namespace callboard;

Mfa::State Mfa::state(const Visitor& by) const {
  return parts_.database.read([&](Transaction& tx) {
    return State{parts_.totp.find(tx, by.user).has_value(), parts_.recovery.left(tx, by.user)};
  });
}

TotpOffer Mfa::offer(const Visitor& by) const { return parts_.offers.make(by.user, parts_.clock.now()); }

Mfa::Confirmed Mfa::confirm(const Visitor& by, const From& from, const std::string& sealed,
                            const std::string& code) const {
  const auto offer = parts_.offers.reopen(sealed, by.user, parts_.clock.now());
  if (!offer) return {Outcome::Expired, {}, {}};
  return parts_.database.transact([&](Transaction& tx) -> Confirmed {
    const auto held = hold(tx, by, from);
    switch (parts_.codes.begin(tx, by.user, *offer, code)) {
      case TotpCodes::Begun::WrongCode: return {Outcome::WrongCode, *offer, {}};
      case TotpCodes::Begun::OnAlready: return {Outcome::OnAlready, {}, {}};
      case TotpCodes::Begun::Done: break;
    }
    auto codes = parts_.codes.renew_recovery_codes(tx, by.user);
    parts_.sessions.rows().set_second_factor(tx, held.session.id);
    return {Outcome::Done, {}, {std::move(codes), finish(tx, held, Event::TotpOn, from)}};
  });
}

Mfa::Changed Mfa::renew_recovery_codes(const Visitor& by, const From& from) const {
  return parts_.database.transact([&](Transaction& tx) -> Changed {
    const auto held = hold(tx, by, from);
    if (!parts_.totp.find(tx, by.user)) throw Conflict("codes are off", _("One-time codes are switched off."));
    auto codes = parts_.codes.renew_recovery_codes(tx, by.user);
    return {std::move(codes), finish(tx, held, Event::RecoveryCodesMade, from)};
  });
}

Mfa::Changed Mfa::switch_off(const Visitor& by, const From& from) const {
  return parts_.database.transact([&](Transaction& tx) -> Changed {
    const auto held = hold(tx, by, from);
    if (!parts_.totp.remove(tx, by.user)) throw Conflict("codes are off", _("One-time codes are switched off."));
    parts_.recovery.remove_all(tx, by.user);
    return {{}, finish(tx, held, Event::TotpOff, from)};
  });
}

// Alone with the account until the transaction ends, and still signed in.
Mfa::Hold Mfa::hold(Transaction& tx, const Visitor& by, const From& from) const {
  parts_.users.lock(tx, by.user);
  const auto session = parts_.sessions.find(tx, from.session_token);
  auto user = parts_.users.find(tx, by.user);
  if (!session || !user || session->user != by.user) throw Unauthorized("the session has ended");
  return {std::move(*user), *session};
}

SessionCookie Mfa::finish(Transaction& tx, const Hold& held, Event event, const From& from) const {
  parts_.changes.announce(tx, held.user, event, from.client, held.session.id);
  return parts_.sessions.rotate(tx, held.session);
}

}  // namespace accounts
