#include "pickup_codes.hpp"

#include <fmt/format.h>

#include <callboard/crypto.hpp>

namespace key_cabinet {

using namespace callboard;

namespace {

constexpr std::uint32_t kCodes = 10'000;

// Far beyond what a person needs: it keeps one from busying the database.
const RateLimit& by_person() {
  static const RateLimit limit{"key_cabinet.code", 300, std::chrono::seconds(2)};
  return limit;
}

std::string random_code() { return fmt::format("{:04}", random_below(kCodes)); }

}  // namespace

// What another user has is drawn again, so that each of the free codes is as likely as the others.
PickupCodes::Given PickupCodes::give(const Visitor& to) {
  limiter_.require(by_person(), std::to_string(static_cast<std::int64_t>(to.user)));
  constexpr int kDraws = 100;
  return database_.transact([&](Transaction& tx) {
    const auto now = clock_.now();
    Given given{"", now + lifetime_, rows_.is_holder(tx, to.user)};
    for (int draw = 0; draw < kDraws; ++draw) {
      given.code = random_code();
      if (rows_.put(tx, to.user, given.code, now, given.expires)) return given;
    }
    throw Unavailable("nearly all pickup codes are in use");
  });
}

long long PickupCodes::forget_expired() {
  constexpr int kPortion = 1000;
  return database_.transact([&](Transaction& tx) { return rows_.remove_expired(tx, clock_.now(), kPortion); });
}

}  // namespace key_cabinet
