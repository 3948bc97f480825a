#include "clock_time.hpp"

#include <algorithm>

namespace key_cabinet {

using namespace callboard;

namespace {

// Of one digit or two.
std::optional<int> number(std::string_view digits) {
  const bool all = !digits.empty() && digits.size() <= 2 &&
                   std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!all) return std::nullopt;
  int value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value;
}

}  // namespace

std::optional<int> minute_of_day(std::string_view text) {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos || text.size() != colon + 3) return std::nullopt;
  const auto hour = number(text.substr(0, colon)), minute = number(text.substr(colon + 1));
  if (!hour || !minute || *hour > 23 || *minute > 59) return std::nullopt;
  return *hour * 60 + *minute;
}

void check_clock_time(Faults& faults, const std::string& field, const std::string& text) {
  if (!text.empty() && !minute_of_day(text)) {
    faults.add(field, _("This is no time of day. Write it like 22:00."));
  }
}

}  // namespace key_cabinet
