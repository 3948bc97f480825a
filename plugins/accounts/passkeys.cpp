#include "passkeys.hpp"

#include <callboard/encoding.hpp>
#include <callboard/json_body.hpp>

#include "profile_rules.hpp"

namespace accounts {

using namespace callboard;
using Purpose = WebauthnChallenges::Purpose;

namespace {

constexpr std::size_t kMaxLabel = 60;  // characters

std::int64_t number_of(UserId user) { return static_cast<std::int64_t>(user); }

std::optional<Text> fault_of(const std::string& label) {
  if (is_blank(label)) return _("Give the passkey a name.");
  if (!is_utf8(label) || has_control_characters(label)) return _("The name has characters that cannot be shown.");
  if (characters(label) > kMaxLabel) return _("The name is too long: at most 60 characters.");
  return std::nullopt;
}

[[noreturn]] void refuse(const std::string& why) {
  throw BadRequest(_("The passkey could not be added. Please try again."), "passkey: " + why);
}

}  // namespace

std::vector<Passkey> Passkeys::list(const Visitor& by) const {
  return parts_.database.read_single([&](Transaction& tx) { return parts_.rows.list(tx, by.user); });
}

nlohmann::json Passkeys::ask(const Visitor& by) const {
  const auto issued = parts_.challenges.issue(Purpose::Registration, number_of(by.user), parts_.clock.now());
  return parts_.database.transact([&](Transaction& tx) -> nlohmann::json {
    const auto user = parts_.users.find(tx, by.user);
    if (!user) throw Unauthorized("the account is gone");
    const auto existing = parts_.rows.credential_ids(tx, by.user);
    if (existing.size() >= kMost) throw Conflict("too many passkeys", _("There are as many passkeys as there may be."));
    const PasskeyOwner owner{handle_of(tx, by.user), user->name,
                             user->full_name.empty() ? user->name : user->full_name};
    return {{"options", registration_options(party_, owner, issued.challenge, existing)}, {"state", issued.sealed}};
  });
}

// Made when it is first needed, and then for good.
std::string Passkeys::handle_of(Transaction& tx, UserId user) const {
  if (auto handle = parts_.rows.handle(tx, user)) return *handle;
  auto handle = new_passkey_handle();
  if (parts_.rows.set_handle(tx, user, handle)) return handle;
  return parts_.rows.handle(tx, user).value();
}

SessionCookie Passkeys::add(const Visitor& by, const Registration& registration) const {
  const auto& label = is_blank(registration.label) ? registration.usual_label : registration.label;
  if (auto fault = fault_of(label)) throw BadRequest(std::move(*fault));
  const auto challenge =
      parts_.challenges.open(registration.state, Purpose::Registration, number_of(by.user), parts_.clock.now());
  if (!challenge) refuse("no challenge of ours, or an old one");
  const auto credential = verified(by, registration, *challenge);

  return parts_.database.transact([&](Transaction& tx) {
    const auto held = hold(tx, by, registration.session_token);
    if (!parts_.rows.spend_challenge(tx, challenge->bytes, challenge->expires)) refuse("the challenge was answered");
    if (parts_.rows.credential_ids(tx, by.user).size() >= kMost) refuse("there are too many");
    if (!parts_.rows.add(tx, by.user, credential, label, parts_.clock.now())) refuse("it is registered already");
    parts_.changes.announce(tx, held.user, Event::PasskeyAdded, registration.client, held.session.id);
    return parts_.sessions.rotate(tx, held.session);
  });
}

PasskeyCredential Passkeys::verified(const Visitor& by, const Registration& registration,
                                     const WebauthnChallenges::Challenge& challenge) const {
  try {
    return verify_registration(party_, challenge.bytes, RegistrationAnswer::read(registration.credential));
  } catch (const WebauthnRefusal& refusal) {
    parts_.log.info("accounts.passkey_not_added", {{"user", number_of(by.user)}, {"why", refusal.what()}});
    refuse(refusal.what());
  }
}

std::optional<Text> Passkeys::rename(const Visitor& by, PasskeyId id, const std::string& label) const {
  if (auto fault = fault_of(label)) return fault;
  if (!parts_.database.transact_single([&](Transaction& tx) { return parts_.rows.rename(tx, by.user, id, label); })) {
    throw NotFound("passkey");
  }
  return std::nullopt;
}

SessionCookie Passkeys::remove(const Visitor& by, PasskeyId id, const std::string& session_token,
                               const Client& client) const {
  return parts_.database.transact([&](Transaction& tx) {
    const auto held = hold(tx, by, session_token);
    if (!parts_.rows.remove(tx, by.user, id)) throw NotFound("passkey");
    parts_.changes.announce(tx, held.user, Event::PasskeyRemoved, client, held.session.id);
    return parts_.sessions.rotate(tx, held.session);
  });
}

// Alone with the account until the transaction ends, and still signed in.
Passkeys::Hold Passkeys::hold(Transaction& tx, const Visitor& by, const std::string& session_token) const {
  parts_.users.lock(tx, by.user);
  const auto session = parts_.sessions.find(tx, session_token);
  auto user = parts_.users.find(tx, by.user);
  if (!session || !user || session->user != by.user) throw Unauthorized("the session has ended");
  return {std::move(*user), *session};
}

}  // namespace accounts
