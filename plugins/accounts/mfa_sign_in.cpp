#include "mfa_sign_in.hpp"

namespace accounts {

using namespace callboard;

std::optional<MfaSignIn::Waiter> MfaSignIn::waiter(const std::string& pending_token) const {
  return parts_.database.read([&](Transaction& tx) -> std::optional<Waiter> {
    const auto waiting = parts_.sign_in.waiting(tx, pending_token);
    if (!waiting) return std::nullopt;
    const auto user = parts_.users.find(tx, waiting->user);
    if (!user) return std::nullopt;
    return Waiter{user->id, user->name, parts_.totp.find(tx, user->id).has_value()};
  });
}

TotpOffer MfaSignIn::offer(const Waiter& waiter) const { return parts_.offers.make(waiter.user, parts_.clock.now()); }

std::optional<TotpOffer> MfaSignIn::offer_again(const Waiter& waiter, const std::string& sealed) const {
  return parts_.offers.reopen(sealed, waiter.user, parts_.clock.now());
}

MfaSignIn::Result MfaSignIn::sign_in(const Attempt& attempt) const {
  const auto known = waiting(attempt);
  if (!known) return {Outcome::Expired, {}, {}};
  parts_.codes.take_try(known->user, attempt.device, attempt.client);
  auto result = parts_.database.transact([&](Transaction& tx) { return use_code(tx, attempt); });
  if (result.outcome == Outcome::Done) parts_.codes.forgive(known->user, attempt.device, attempt.client);
  return result;
}

MfaSignIn::Result MfaSignIn::use_code(Transaction& tx, const Attempt& attempt) const {
  const auto going = find(tx, attempt);
  if (!going) return {Outcome::Expired, {}, {}};
  const auto kind = parts_.codes.use(tx, going->user.id, attempt.code);
  if (kind == TotpCodes::Kind::Wrong) {
    parts_.journal.write(tx, going->user.id, Event::SignInFailed, attempt.client, parts_.clock.now());
    return {Outcome::WrongCode, going->user.id, {}};
  }
  if (kind == TotpCodes::Kind::Recovery) parts_.changes.tell_of_recovery_code(tx, going->user, attempt.client);
  return {Outcome::Done, going->user.id, open(tx, *going, attempt)};
}

MfaSignIn::Result MfaSignIn::enrol(const Attempt& attempt, const std::string& sealed) const {
  const auto known = waiting(attempt);
  if (!known) return {Outcome::Expired, {}, {}};
  const auto offer = parts_.offers.reopen(sealed, known->user, parts_.clock.now());
  if (!offer) return {Outcome::Expired, {}, {}};
  parts_.codes.take_try(known->user, attempt.device, attempt.client);
  auto result = parts_.database.transact([&](Transaction& tx) { return begin(tx, attempt, *offer); });
  if (result.outcome == Outcome::Done) parts_.codes.forgive(known->user, attempt.device, attempt.client);
  return result;
}

MfaSignIn::Result MfaSignIn::begin(Transaction& tx, const Attempt& attempt, const TotpOffer& offer) const {
  const auto going = find(tx, attempt);
  if (!going) return {Outcome::Expired, {}, {}};
  const auto user = going->user.id;
  switch (parts_.codes.begin(tx, user, offer, attempt.code)) {
    case TotpCodes::Begun::WrongCode: return {Outcome::WrongCode, user, {}};
    case TotpCodes::Begun::OnAlready: return {Outcome::Expired, user, {}};
    case TotpCodes::Begun::Done: break;
  }
  auto codes = parts_.codes.renew_recovery_codes(tx, user);
  // Before the session is opened: all that was signed in or pending ends.
  parts_.changes.announce(tx, going->user, Event::TotpOn, attempt.client, kNoSession);
  return {Outcome::Done, user, parts_.sign_in.open(tx, going->user, attempt.client, going->remembered, true),
          std::move(codes)};
}

std::optional<Waiting> MfaSignIn::waiting(const Attempt& attempt) const {
  return parts_.database.read_single(
      [&](Transaction& tx) { return parts_.sign_in.waiting(tx, attempt.pending_token); });
}

std::optional<MfaSignIn::Going> MfaSignIn::find(Transaction& tx, const Attempt& attempt) const {
  const auto waiting = parts_.sign_in.waiting(tx, attempt.pending_token);
  if (!waiting || !parts_.users.lock(tx, waiting->user)) return std::nullopt;
  auto user = parts_.users.find(tx, waiting->user);
  if (!user) return std::nullopt;
  return Going{std::move(*user), waiting->remembered};
}

SessionCookie MfaSignIn::open(Transaction& tx, const Going& going, const Attempt& attempt) const {
  if (!parts_.sign_in.end_waiting(tx, attempt.pending_token)) throw Conflict("another request was quicker");
  return parts_.sign_in.open(tx, going.user, attempt.client, going.remembered, true);
}

}  // namespace accounts
