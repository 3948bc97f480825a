#include "passkey_sign_in.hpp"

#include <callboard/crypto.hpp>

namespace accounts {

using namespace callboard;
using Purpose = WebauthnChallenges::Purpose;

namespace {

// A refusal of a passkey that somebody has.
struct OwnersRefusal : WebauthnRefusal {
  OwnersRefusal(UserId user, Event event, const std::string& why) : WebauthnRefusal(why), user(user), event(event) {}
  UserId user;
  Event event;
};

}  // namespace

nlohmann::json PasskeySignIn::ask() const {
  const auto issued = parts_.challenges.issue(Purpose::SignIn, 0, parts_.clock.now());
  return {{"options", sign_in_options(party_, issued.challenge)}, {"state", issued.sealed}};
}

PasskeySignIn::Result PasskeySignIn::sign_in(const Attempt& attempt) const {
  try {
    return checked(attempt);
  } catch (const OwnersRefusal& refusal) {
    parts_.log.info("accounts.passkey_refused",
                    {{"user", static_cast<std::int64_t>(refusal.user)}, {"why", refusal.what()}});
    return note_failure(refusal.user, refusal.event, attempt.client);
  } catch (const WebauthnRefusal& refusal) {
    parts_.log.info("accounts.passkey_refused", {{"why", refusal.what()}});
    return {Outcome::Refused};
  }
}

PasskeySignIn::Result PasskeySignIn::checked(const Attempt& attempt) const {
  const auto challenge = parts_.challenges.open(attempt.state, Purpose::SignIn, 0, parts_.clock.now());
  if (!challenge) throw WebauthnRefusal("no challenge of ours, or an old one");
  const auto answer = SignInAnswer::read(attempt.credential);
  const auto kept = parts_.database.read_single([&](Transaction& tx) { return parts_.rows.find(tx, answer.id); });
  if (!kept) throw WebauthnRefusal("nobody has this passkey");
  if (!equal_in_constant_time(kept->handle, answer.user_handle)) throw WebauthnRefusal("another user's handle");
  const auto use = verified(*kept, answer, *challenge);
  return parts_.database.transact([&](Transaction& tx) { return open(tx, attempt, *kept, use, *challenge); });
}

PasskeyUse PasskeySignIn::verified(const KeptPasskey& kept, const SignInAnswer& answer,
                                   const WebauthnChallenges::Challenge& challenge) const {
  try {
    return verify_sign_in(party_, challenge.bytes, answer, kept.credential);
  } catch (const CounterWentBack& refusal) {
    throw OwnersRefusal(kept.user, Event::PasskeyRefused, refusal.what());
  } catch (const WebauthnRefusal& refusal) {
    throw OwnersRefusal(kept.user, Event::SignInFailed, refusal.what());
  }
}

// The passkey was read before the account is held and may be gone or have counted on: the guarded update tells.
PasskeySignIn::Result PasskeySignIn::open(Transaction& tx, const Attempt& attempt, const KeptPasskey& kept,
                                          const PasskeyUse& use, const WebauthnChallenges::Challenge& challenge) const {
  const auto user = parts_.users.lock(tx, kept.user) ? parts_.users.find(tx, kept.user) : std::nullopt;
  if (!user) throw WebauthnRefusal("the account is gone");
  const auto standing = parts_.sign_in.standing(*user);
  if (standing == Verdict::Disabled) return {Outcome::Disabled};
  if (standing == Verdict::Unverified) return {Outcome::Unverified};
  if (!parts_.rows.spend_challenge(tx, challenge.bytes, challenge.expires) ||
      !parts_.rows.used(tx, kept.id, kept.credential.sign_count, use, parts_.clock.now())) {
    throw WebauthnRefusal("another answer was quicker");
  }
  return {Outcome::Done, user->id, parts_.sign_in.open(tx, *user, attempt.client, attempt.remembered, true)};
}

// A counter that went back may mean that the passkey was copied: its owner is told.
PasskeySignIn::Result PasskeySignIn::note_failure(UserId user, Event event, const Client& client) const {
  parts_.database.transact([&](Transaction& tx) {
    parts_.journal.write(tx, user, event, client, parts_.clock.now());
    const auto owner = event == Event::PasskeyRefused ? parts_.users.find(tx, user) : std::nullopt;
    if (owner) parts_.changes.mail(tx, *owner, owner->email, event, client);
  });
  return {Outcome::Refused};
}

}  // namespace accounts
