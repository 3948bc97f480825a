#include "registration.hpp"

#include "names.hpp"

namespace accounts {

using namespace callboard;

namespace {

const RateLimit& registrations_by_network() {
  static const RateLimit limit{"accounts.registrations", 400, std::chrono::seconds(5)};
  return limit;
}

NewUser new_user(const Registrant& registrant, const std::string& hash, const SiteInfo& site) {
  NewUser user;
  user.name = tidy_user_name(registrant.name);
  user.name_key = user_name_key(user.name);
  if (!registrant.email.empty()) {
    user.email = parse_email(registrant.email).value();
    user.email_key = email_key(user.email);
  }
  user.email_verified = registrant.email_verified;
  user.password_hash = hash;
  user.role = registrant.role;
  user.language = registrant.client.language;
  if (registrant.accepts_privacy && !site.privacy.empty()) user.privacy_accepted = site.privacy_since;
  return user;
}

}  // namespace

Faults Registration::faults(const Registrant& registrant) const {
  Faults faults;
  const auto add = [&](const char* field, Text fault) {
    if (!fault.empty()) faults.add(field, std::move(fault));
  };
  add("username", user_name_fault(tidy_user_name(registrant.name)));
  if (!registrant.email.empty()) add("email", email_fault(registrant.email));
  add("password1", parts_.rules.fault(registrant.password, registrant.name, registrant.email));
  return faults;
}

Registered Registration::add(const Registrant& registrant) const {
  if (auto found = faults(registrant)) return {{}, std::move(found), false};
  parts_.limiter.require(registrations_by_network(), network_of(registrant.client.address));
  const auto hash = parts_.hasher.hash(registrant.password);
  return parts_.database.transact([&](Transaction& tx) { return add(tx, registrant, hash); });
}

// Unique indexes decide; afterwards one looks which it was, to say it at the right field.
Registered Registration::add(Transaction& tx, const Registrant& registrant, const std::string& password_hash) const {
  const auto user = new_user(registrant, password_hash, *parts_.site.info());
  Registered result;
  result.user = parts_.users.add(tx, user, parts_.clock.now());
  if (!result.user) {
    result.taken = true;
    if (parts_.users.find_by_name(tx, user.name_key)) result.faults.add("username", _("This user name is taken."));
    if (!user.email.empty() && parts_.users.find_by_email(tx, user.email_key)) {
      result.faults.add("email", _("There is an account with this address already."));
    }
    return result;
  }
  parts_.journal.write(tx, *result.user, Event::Registered, registrant.client, parts_.clock.now());
  parts_.verification.ask(tx, parts_.users.find(tx, *result.user).value());
  return result;
}

}  // namespace accounts
