#include "values.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

namespace courses {

using callboard::_;
using callboard::Text;

namespace {

constexpr std::array<std::string_view, 3> kCourseStates{"draft", "published", "closed"};
constexpr std::array<std::string_view, 2> kKinds{"personal", "pair"};
constexpr std::array<std::string_view, 8> kStates{"invited",   "pending",   "waiting",  "offered",
                                                  "confirmed", "completed", "rejected", "cancelled"};

template <typename Value, std::size_t N>
std::optional<Value> find_in(const std::array<std::string_view, N>& names, std::string_view name) {
  const auto* const found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Value>(found - names.begin());
}

// What a table cannot hold by its own rules is a fault of ours.
template <typename Value, std::size_t N>
Value stored(const std::array<std::string_view, N>& names, std::string_view name) {
  const auto value = find_in<Value>(names, name);
  if (!value) throw std::logic_error("a state that is none: " + std::string(name));
  return *value;
}

}  // namespace

std::string_view name_of(CourseState state) { return kCourseStates.at(static_cast<std::size_t>(state)); }
CourseState course_state_of(std::string_view name) { return stored<CourseState>(kCourseStates, name); }

std::string_view name_of(EnrolmentKind kind) { return kKinds.at(static_cast<std::size_t>(kind)); }
std::optional<EnrolmentKind> kind_of(std::string_view name) { return find_in<EnrolmentKind>(kKinds, name); }
Text text_of(EnrolmentKind kind) { return kind == EnrolmentKind::Personal ? _("personal") : _("pair"); }

std::string_view name_of(EnrolmentState state) { return kStates.at(static_cast<std::size_t>(state)); }
EnrolmentState enrolment_state_of(std::string_view name) { return stored<EnrolmentState>(kStates, name); }

Text text_of(EnrolmentState state) {
  switch (state) {
    case EnrolmentState::Invited: return _("invited");
    case EnrolmentState::Pending: return _("pending");
    case EnrolmentState::Waiting: return _("waiting");
    case EnrolmentState::Offered: return _("offered");
    case EnrolmentState::Confirmed: return _("confirmed");
    case EnrolmentState::Completed: return _("completed");
    case EnrolmentState::Rejected: return _("rejected");
    case EnrolmentState::Cancelled: return _("cancelled");
  }
  return {};
}

}  // namespace courses
