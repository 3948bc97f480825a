#include "demo.hpp"

#include <array>

#include <callboard/crypto.hpp>

#include "names.hpp"

namespace accounts {

using namespace callboard;
using nlohmann::json;

namespace {

constexpr int kDayHours = 24;

constexpr std::array kAgents{
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 "
    "Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile "
    "Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 "
    "Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 "
    "YaBrowser/24.10.0.0 Safari/537.36",
};

// Each person has two devices. The addresses are for documentation (RFC 5737).
Client device(int number, int which) {
  const auto index = static_cast<std::size_t>(number * 2 + which) % kAgents.size();
  const auto address = (which == 0 ? "192.0.2." : "198.51.100.") + std::to_string(10 + number);
  return {address, kAgents[index], Language::English};
}

// Most join when the season begins, some in the weeks after; in hours.
int joined_ago(int number) { return (80 - (number * 7 % 11) * (number % 5)) * kDayHours; }

bool is_russian(const DemoPerson& person) { return static_cast<unsigned char>(*person.full_name) >= 0x80; }

json told(const DemoPerson& person, const std::string& password) {
  return {{"username", person.name}, {"email", person.email()}, {"password", password}};
}

}  // namespace

json Demo::load() {
  // One for all whose password nobody is told: hashing takes its time.
  const auto secret = parts_.hasher.hash(random_token());
  json accounts = json::object();
  int number = 0;
  for (const auto& person : demo_people()) {
    const auto password = person.is_told() ? demo_password() : std::string();
    const auto hash = password.empty() ? secret : parts_.hasher.hash(password);
    const bool own = parts_.database.transact([&](Transaction& tx) {
      if (const auto added = add(tx, person, hash, joined_ago(number))) {
        add_history(tx, *added, person, number);
        return true;
      }
      const auto known = own_account(tx, person);
      if (known && person.is_told()) set_password(tx, *known, hash);
      return known.has_value();
    });
    if (own && person.is_told()) accounts[person.name] = told(person, password);
    ++number;
  }
  return {{"accounts", std::move(accounts)}};
}

std::optional<UserId> Demo::add(Transaction& tx, const DemoPerson& person, const std::string& hash, int hours_ago) {
  NewUser user;
  user.name = person.name;
  user.name_key = user_name_key(user.name);
  user.email = person.email();
  user.email_key = email_key(user.email);
  user.email_verified = person.state != DemoPerson::State::Unverified;
  user.password_hash = hash;
  user.role = person.role;
  user.language = is_russian(person) ? Language::Russian : Language::English;
  const auto id = parts_.users.add(tx, user, ago(hours_ago));
  if (id) parts_.users.set_profile(tx, *id, person.full_name, person.phone, person.bio);
  return id;
}

// Some weeks, in the order in which it happened; what exactly depends on the person's number alone.
void Demo::add_history(Transaction& tx, UserId id, const DemoPerson& person, int number) {
  const auto write = [&](Event event, int which, int hours, std::optional<UserId> by = std::nullopt) {
    parts_.journal.write(tx, id, event, device(number, which), ago(hours), by);
  };
  write(Event::Registered, 0, joined_ago(number));
  if (person.state == DemoPerson::State::Unverified) return;
  write(Event::EmailVerified, 0, joined_ago(number) - 1);
  for (int week = 5; week >= 1; --week) {
    if (number % 4 == week % 4) write(Event::SignInFailed, 1, week * 7 * kDayHours + 1);
    write(Event::SignedIn, week % 2, week * 7 * kDayHours);
    if (number % 3 == 0) write(Event::SignedOut, week % 2, week * 7 * kDayHours - 2);
  }
  if (number % 5 == 3) {
    write(Event::PasswordChanged, 0, 6 * kDayHours);
    write(Event::OtherSessionsEnded, 0, 6 * kDayHours - 1);
  }
  if (person.state == DemoPerson::State::Disabled) {
    const auto admin = parts_.users.find_by_name(tx, user_name_key(demo_people().front().name));
    if (admin) write(Event::Disabled, 0, 4 * kDayHours, admin->id);
    parts_.users.set_disabled(tx, id, ago(4 * kDayHours));
    return;
  }
  if (number % 2 == 0) add_session(tx, id, device(number, 0), 5 * kDayHours - number, 1 + number % 20);
  if (person.is_told() || number % 3 == 0)
    add_session(tx, id, device(number, 1), 3 * kDayHours - number, 2 + number % 24);
}

// Remembered ones: the others would have ended meanwhile.
void Demo::add_session(Transaction& tx, UserId id, const Client& client, int signed_in_hours_ago, int seen_hours_ago) {
  constexpr SessionTimes kTimes;
  const auto since = ago(signed_in_hours_ago), seen = ago(seen_hours_ago);
  parts_.journal.write(tx, id, Event::SignedIn, client, since);
  const auto session = parts_.sessions.add(tx, {sha256_hex(random_token()), id, since, since + kTimes.remembered_idle,
                                                since + kTimes.remembered_absolute, true, false, client});
  parts_.sessions.touch(tx, session, seen, seen + kTimes.remembered_idle);
}

std::optional<UserId> Demo::own_account(Transaction& tx, const DemoPerson& person) {
  const auto user = parts_.users.find_by_name(tx, user_name_key(person.name));
  if (!user || email_key(user->email) != email_key(person.email())) return std::nullopt;
  return user->id;
}

// As any new password does, it ends what the old one opened.
void Demo::set_password(Transaction& tx, UserId id, const std::string& hash) {
  parts_.users.set_password(tx, id, hash);
  parts_.sessions.remove_all(tx, id, kNoSession);
}

}  // namespace accounts
