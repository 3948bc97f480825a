#include "login_limits.hpp"

namespace accounts {

using namespace callboard;
using std::chrono::seconds;

namespace {

const RateLimit& passwords_by_network() {
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
  refuse_if_waiting(std::max(limiter_.wait(passwords_by_network(), subject.network), by_account_.wait(subject.account)),
                    "too many wrong passwords");
}

void LoginLimits::failed(const Subject& subject) const {
  refuse_if_waiting(std::max(limiter_.take(passwords_by_network(), subject.network), by_account_.take(subject.account)),
                    "too many wrong passwords");
}

void LoginLimits::succeeded(const Subject& subject) const {
  check(subject);
  by_account_.reset(subject.account);
}

void LoginLimits::forgive(UserId user) const { by_account_.reset(account_key(user)); }

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

}  // namespace accounts
