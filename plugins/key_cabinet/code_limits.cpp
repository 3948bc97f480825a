#include "code_limits.hpp"

#include <algorithm>

#include <callboard/errors.hpp>

namespace key_cabinet {

using namespace callboard;

namespace {

constexpr std::string_view kSite = "site";

// People at a keypad need longer for each.
const RateLimit& tries_of_cabinet() {
  static const RateLimit limit{"key_cabinet.code_tries", 30, std::chrono::seconds(5)};
  return limit;
}

const RateLimit& wrong_at_cabinet() {
  static const RateLimit limit{"key_cabinet.code_wrong", 10, std::chrono::minutes(1)};
  return limit;
}

// With 20 codes that hold, 100 guesses an hour find one in five hours, and then only for who may take that key.
const RateLimit& wrong_on_site() {
  static const RateLimit limit{"key_cabinet.code_wrong_site", 50, std::chrono::seconds(36)};
  return limit;
}

std::string key_of(CabinetId cabinet) { return std::to_string(static_cast<std::int64_t>(cabinet)); }

}  // namespace

void CodeLimits::before(CabinetId cabinet) const {
  const auto wait = std::max(limiter_.wait(wrong_at_cabinet(), key_of(cabinet)), limiter_.wait(wrong_on_site(), kSite));
  if (wait.count() > 0) throw TooMany(wait, "too many wrong pickup codes", _("Too many wrong codes. Try again later."));
  limiter_.require(tries_of_cabinet(), key_of(cabinet));
}

void CodeLimits::count_wrong(CabinetId cabinet) const {
  limiter_.take(wrong_at_cabinet(), key_of(cabinet));
  limiter_.take(wrong_on_site(), kSite);
}

}  // namespace key_cabinet
