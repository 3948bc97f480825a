#include "words.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>
#include <utility>

namespace reviews {

using namespace callboard;

namespace {

constexpr std::array kStates{std::pair{State::Pending, "pending"}, std::pair{State::Approved, "approved"},
                             std::pair{State::Rejected, "rejected"}, std::pair{State::Withdrawn, "withdrawn"},
                             std::pair{State::Deleted, "deleted"}};
constexpr std::array kDeeds{std::pair{Deed::Approved, "approved"}, std::pair{Deed::Edited, "edited"},
                            std::pair{Deed::Kept, "kept"},         std::pair{Deed::Rejected, "rejected"},
                            std::pair{Deed::Deleted, "deleted"},   std::pair{Deed::Replied, "replied"}};

template <typename Names, typename Value>
std::string_view name_in(const Names& names, Value value) {
  return std::find_if(names.begin(), names.end(), [&](const auto& each) { return each.first == value; })->second;
}

template <typename Names>
auto value_named(const Names& names, std::string_view name) {
  const auto found = std::find_if(names.begin(), names.end(), [&](const auto& each) { return each.second == name; });
  if (found == names.end()) throw std::logic_error("no such word of a review: " + std::string(name));
  return found->first;
}

}  // namespace

std::string_view name_of(State state) { return name_in(kStates, state); }
State state_named(std::string_view name) { return value_named(kStates, name); }
std::string_view name_of(Deed deed) { return name_in(kDeeds, deed); }
Deed deed_named(std::string_view name) { return value_named(kDeeds, name); }

Text label_of(State state) {
  switch (state) {
    case State::Pending: return _("Waits for the school");
    case State::Approved: return _("Published");
    case State::Rejected: return _("Not accepted");
    case State::Withdrawn: return _("Withdrawn");
    case State::Deleted: break;
  }
  return _("Deleted");
}

Text label_of(Deed deed) {
  switch (deed) {
    case Deed::Approved: return _("Approved");
    case Deed::Edited: return _("Edited and approved");
    case Deed::Kept: return _("Kept although reported");
    case Deed::Rejected: return _("Rejected");
    case Deed::Deleted: return _("Deleted");
    case Deed::Replied: break;
  }
  return _("Replied");
}

std::optional<std::int64_t> number_in(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

std::string text_of(const SubjectRef& subject) { return subject.kind + ":" + std::to_string(subject.id); }

std::optional<SubjectRef> subject_in(std::string_view text) {
  constexpr std::size_t kLongestKind = 32;
  const auto colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon > kLongestKind) return std::nullopt;
  const auto kind = text.substr(0, colon);
  const bool is_word = std::all_of(kind.begin(), kind.end(), [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
  const auto id = number_in(text.substr(colon + 1));
  if (!is_word || !id || *id < 1) return std::nullopt;
  return SubjectRef{std::string(kind), *id};
}

std::string text_of(const Cursor& cursor) {
  return std::to_string(cursor.stars) + "-" + std::to_string(cursor.time) + "-" + std::to_string(cursor.id);
}

std::optional<Cursor> cursor_in(std::string_view text) {
  const auto first = text.find('-');
  const auto second = first == std::string_view::npos ? first : text.find('-', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  const auto stars = number_in(text.substr(0, first)), id = number_in(text.substr(second + 1));
  const auto time = number_in(text.substr(first + 1, second - first - 1));
  if (!stars || !time || !id || *stars > 5) return std::nullopt;
  return Cursor{static_cast<int>(*stars), *time, *id};
}

}  // namespace reviews
