#include "password_reset.hpp"

#include <nlohmann/json.hpp>

#include <callboard/moment.hpp>

#include "names.hpp"

namespace accounts {

using namespace callboard;
using nlohmann::json;

namespace {

constexpr std::string_view kWish = "reset_wish";
constexpr std::chrono::minutes kWishKept{60};
constexpr std::chrono::minutes kLinkKept{60};

const RateLimit& resets_by_network() {
  static const RateLimit limit{"accounts.reset_network", 100, std::chrono::seconds(20)};
  return limit;
}

const RateLimit& resets_by_address() {
  static const RateLimit limit{"accounts.reset", 5, std::chrono::minutes(10)};
  return limit;
}

json wish_of(const std::string& key, const Client& from) {
  return {{"email_key", key}, {"address", from.address}, {"agent", from.agent}};
}

}  // namespace

// Beyond an address's limit nothing more is mailed, and the answer stays the same.
void PasswordReset::ask(const std::string& email, const Client& from) const {
  parts_.limiter.require(resets_by_network(), network_of(from.address));
  const auto key = email_key(email);
  if (parts_.limiter.take(resets_by_address(), key).count() > 0) return;
  const Pending wish{std::string(kWish), {}, wish_of(key, from).dump()};
  parts_.database.transact([&](Transaction& tx) { parts_.pending.add(tx, wish, parts_.clock.now() + kWishKept); });
}

void PasswordReset::mail_links() const {
  constexpr int kPortion = 100;
  const auto wishes = parts_.database.read_single(
      [&](Transaction& tx) { return parts_.pending.list(tx, kWish, parts_.clock.now(), kPortion); });
  for (const auto& wish : wishes) {
    parts_.database.transact([&](Transaction& tx) { mail_link(tx, wish); });
  }
}

void PasswordReset::mail_link(Transaction& tx, const PendingRepository::Listed& wish) const {
  if (!parts_.pending.remove_by_hash(tx, wish.token_hash)) return;
  const auto asked = json::parse(wish.pending.data);
  const auto user = parts_.users.find_by_email(tx, asked.at("email_key"));
  if (!user || user->disabled_at) return;

  Link link;
  link.purpose = LinkPurpose::ResetPassword;
  link.user = user->id;
  link.email = user->email;
  link.email_key = asked.at("email_key");
  const auto token = parts_.links.issue(tx, link, kLinkKept);
  const Client from{asked.at("address"), asked.at("agent"), user->language};
  parts_.journal.write(tx, user->id, Event::ResetRequested, from, parts_.clock.now());
  parts_.mailer.send(tx, {user->email,
                          _("Set a new password"),
                          "accounts/mail_reset",
                          {{"name", user->name},
                           {"url", parts_.site.info()->url + "/password/reset/" + token},
                           {"until", moment(parts_.clock.now() + kLinkKept)},
                           {"address", from.address}},
                          user->language});
}

bool PasswordReset::is_good(const std::string& token) const {
  return parts_.database.read_single(
      [&](Transaction& tx) { return parts_.links.find(tx, LinkPurpose::ResetPassword, token).has_value(); });
}

PasswordReset::Result PasswordReset::set(const std::string& token, const std::string& password,
                                         const std::string& again, const Client& from) const {
  const auto owner = parts_.database.read([&](Transaction& tx) -> std::optional<User> {
    const auto link = parts_.links.find(tx, LinkPurpose::ResetPassword, token);
    return link && link->user ? parts_.users.find(tx, *link->user) : std::nullopt;
  });
  if (!owner) return {Outcome::LinkIsDead, {}};
  Faults faults;
  if (auto fault = parts_.rules.fault(password, owner->name, owner->email); !fault.empty()) {
    faults.add("new_password1", std::move(fault));
  }
  if (password != again) faults.add("new_password2", _("The two passwords differ."));
  if (faults) return {Outcome::Refused, std::move(faults)};

  const auto hash = parts_.hasher.hash(password);
  const bool set = parts_.database.transact([&](Transaction& tx) {
    const auto link = parts_.links.spend(tx, LinkPurpose::ResetPassword, token);
    if (!link || !parts_.users.lock(tx, owner->id)) return false;
    const auto user = parts_.users.find(tx, owner->id).value();
    if (email_key(user.email) != link->email_key || user.disabled_at) return false;
    parts_.users.set_password(tx, user.id, hash);
    parts_.users.verify_email(tx, user.id, link->email_key, parts_.clock.now());
    parts_.changes.announce(tx, user, Event::PasswordReset, from, kNoSession);
    return true;
  });
  if (!set) return {Outcome::LinkIsDead, {}};
  parts_.limits.forgive(owner->id);
  return {};
}

}  // namespace accounts
