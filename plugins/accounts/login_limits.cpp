#include "login_limits.hpp"

#include <array>

#include <callboard/errors.hpp>

namespace accounts {

using namespace callboard;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

// Eight at once, then one a minute; and in the long run four an hour, which is a delay that grows.
const std::array<RateLimit, 2>& by_account() {
  static const std::array<RateLimit, 2> limits{RateLimit{"accounts.password", 8, minutes(1)},
                                               RateLimit{"accounts.password_long", 40, minutes(15)}};
  return limits;
}

const RateLimit& by_network() {
  static const RateLimit limit{"accounts.password_network", 300, seconds(3)};
  return limit;
}

std::string account_key(UserId user) { return "user:" + std::to_string(static_cast<std::int64_t>(user)); }

}  // namespace

LoginLimits::Subject LoginLimits::subject(std::optional<UserId> user, const std::string& login_key,
                                          const std::string& device, const Client& client) const {
  const auto network = network_of(client.address);
  if (!user) return {"name:" + login_key, network};
  auto known = device_id(device, *user);
  return {known.empty() ? account_key(*user) : "device:" + known, network};
}

void LoginLimits::check(const Subject& subject) const {
  seconds wait = limiter_.wait(by_network(), subject.network);
  for (const auto& limit : by_account()) wait = std::max(wait, limiter_.wait(limit, subject.account));
  refuse_if_waiting(wait, "too many wrong passwords");
}

void LoginLimits::failed(const Subject& subject) const {
  seconds wait = limiter_.take(by_network(), subject.network);
  for (const auto& limit : by_account()) wait = std::max(wait, limiter_.take(limit, subject.account));
  refuse_if_waiting(wait, "too many wrong passwords");
}

void LoginLimits::succeeded(const Subject& subject) const {
  check(subject);
  for (const auto& limit : by_account()) limiter_.reset(limit, subject.account);
}

void LoginLimits::forgive(UserId user) const {
  for (const auto& limit : by_account()) limiter_.reset(limit, account_key(user));
}

std::string LoginLimits::device_id(const std::string& device, UserId user) const {
  if (device.empty() || device.size() > 300) return {};
  const auto opened = open_sealed(device_keys_, device);
  const auto prefix = account_key(user) + ":";
  return opened && opened->starts_with(prefix) ? opened->substr(prefix.size()) : std::string();
}

std::string LoginLimits::trusted_device(const std::string& device, UserId user) const {
  if (!device_id(device, user).empty()) return device;
  return seal(device_keys_, account_key(user) + ":" + random_token());
}

void refuse_if_waiting(seconds wait, const std::string& log_text) {
  if (wait.count() == 0) return;
  throw TooMany(wait, log_text,
                plural("Too many tries. Try again in {count} second.", "Too many tries. Try again in {count} seconds.",
                       wait.count()));
}

}  // namespace accounts
