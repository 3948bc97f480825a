#include "sign_in.hpp"

#include <nlohmann/json.hpp>

#include "names.hpp"

namespace accounts {

using namespace callboard;

namespace {

constexpr std::string_view kPurpose = "sign_in";
constexpr std::chrono::minutes kPatience{10};

std::optional<UserId> id_of(const std::optional<User>& user) { return user ? std::optional(user->id) : std::nullopt; }

}  // namespace

Checked SignIn::check(const SignInAttempt& attempt) const {
  auto user = find(attempt.login);
  const auto subject = parts_.limits.subject(id_of(user), user_name_key(attempt.login), attempt.device, attempt.client);
  parts_.limits.check(subject);
  if (!holds(user, attempt)) {
    parts_.limits.failed(subject);
    return {};
  }
  parts_.limits.succeeded(subject);
  const auto verdict = judge(*user);
  return {verdict, std::move(*user)};
}

bool SignIn::check_again(UserId id, const std::string& password, const std::string& device,
                         const Client& client) const {
  auto user = parts_.database.read_single([&](Transaction& tx) { return parts_.users.find(tx, id); });
  if (!user) return false;
  const auto subject = parts_.limits.subject(id, {}, device, client);
  parts_.limits.check(subject);
  const bool right = holds(user, {user->name, password, device, client});
  right ? parts_.limits.succeeded(subject) : parts_.limits.failed(subject);
  return right;
}

// An address has an @ in it and a user name has none, so there is never a doubt which is meant.
std::optional<User> SignIn::find(const std::string& login) const {
  return parts_.database.read_single([&](Transaction& tx) {
    if (login.find('@') == std::string::npos) return parts_.users.find_by_name(tx, user_name_key(login));
    return parts_.users.find_by_email(tx, email_key(login));
  });
}

bool SignIn::holds(std::optional<User>& user, const SignInAttempt& attempt) const {
  if (!user) {
    parts_.hasher.verify_nobody(attempt.password);
    journal_failure(std::nullopt, attempt.client);
    return false;
  }
  const auto check = parts_.hasher.verify(user->password_hash, attempt.password);
  if (check == PasswordCheck::Wrong) journal_failure(user->id, attempt.client);
  if (check == PasswordCheck::RightButOld) upgrade(*user, attempt.password);
  return check != PasswordCheck::Wrong;
}

void SignIn::upgrade(User& user, const std::string& password) const {
  auto hash = parts_.hasher.hash(password);
  parts_.database.transact_single(
      [&](Transaction& tx) { parts_.users.upgrade_password(tx, user.id, user.password_hash, hash); });
  user.password_hash = std::move(hash);
}

Verdict SignIn::standing(const User& user) const {
  if (user.disabled_at) return Verdict::Disabled;
  if (settings_.require_verified_email && !user.email.empty() && !user.email_verified) return Verdict::Unverified;
  return Verdict::Right;
}

Verdict SignIn::judge(const User& user) const {
  if (const auto standing = this->standing(user); standing != Verdict::Right) return standing;
  const bool has =
      parts_.database.read_single([&](Transaction& tx) { return parts_.second_factors.is_on(tx, user.id); });
  if (has) return Verdict::SecondFactorDue;
  return needs_second_factor(user) ? Verdict::SecondFactorUnset : Verdict::Right;
}

bool SignIn::needs_second_factor(const User& user) const {
  return std::any_of(settings_.require_mfa.begin(), settings_.require_mfa.end(),
                     [&](const auto& role) { return user.has_role(role); });
}

// Written for unknown names too, so that both cost the same.
void SignIn::journal_failure(std::optional<UserId> user, const Client& client) const {
  parts_.database.transact_single(
      [&](Transaction& tx) { parts_.journal.write(tx, user, Event::SignInFailed, client, parts_.clock.now()); });
}

void SignIn::hold(Transaction& tx, const User& user) const {
  parts_.users.lock(tx, user.id);
  const auto now = parts_.users.find(tx, user.id);
  if (!now || now->disabled_at || now->password_hash != user.password_hash) {
    throw Unauthorized("the account was changed during the sign-in");
  }
}

SessionCookie SignIn::open(Transaction& tx, const User& user, const Client& client, bool remembered,
                           bool second_factor) const {
  hold(tx, user);
  auto cookie = parts_.sessions.open(tx, {user.id, client, remembered, second_factor});
  parts_.journal.write(tx, user.id, Event::SignedIn, client, parts_.clock.now());
  return cookie;
}

SessionCookie SignIn::open(const User& user, const Client& client, bool remembered, bool second_factor) const {
  return parts_.database.transact([&](Transaction& tx) { return open(tx, user, client, remembered, second_factor); });
}

std::string SignIn::keep_waiting(const Waiting& waiting) const {
  const Pending pending{std::string(kPurpose), waiting.user, waiting.remembered ? "remember" : ""};
  return parts_.database.transact(
      [&](Transaction& tx) { return parts_.pending.add(tx, pending, parts_.clock.now() + kPatience); });
}

std::optional<Waiting> SignIn::waiting(Transaction& tx, std::string_view token) const {
  const auto pending = parts_.pending.find(tx, kPurpose, token, parts_.clock.now());
  if (!pending || !pending->user) return std::nullopt;
  return Waiting{*pending->user, pending->data == "remember"};
}

bool SignIn::end_waiting(Transaction& tx, std::string_view token) const { return parts_.pending.remove(tx, token); }

}  // namespace accounts
