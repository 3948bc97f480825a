#include "sql_teaching.hpp"

#include <algorithm>

namespace courses {

using callboard::_;
using callboard::Text;

namespace {

constexpr std::array<std::string_view, 4> kNames{"present", "late", "absent", "excused"};

}  // namespace

std::string_view name_of(Presence presence) { return kNames.at(static_cast<std::size_t>(presence)); }

std::optional<Presence> presence_of(std::string_view name) {
  const auto* const found = std::find(kNames.begin(), kNames.end(), name);
  if (found == kNames.end()) return std::nullopt;
  return static_cast<Presence>(found - kNames.begin());
}

Text text_of(Presence presence) {
  switch (presence) {
    case Presence::Present: return _("present");
    case Presence::Late: return _("late");
    case Presence::Absent: return _("absent");
    case Presence::Excused: return _("excused");
  }
  return {};
}

}  // namespace courses
