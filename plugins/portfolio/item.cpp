#include "item.hpp"

#include <utility>

namespace portfolio {
namespace {

template <typename Value, std::size_t N>
using Names = std::array<std::pair<Value, std::string_view>, N>;

constexpr Names<Kind, 3> kKinds{{{Kind::Photo, "photo"}, {Kind::Video, "video"}, {Kind::Text, "text"}}};
constexpr Names<Visibility, 3> kVisibilities{
    {{Visibility::Private, "private"}, {Visibility::School, "school"}, {Visibility::Public, "public"}}};
constexpr Names<State, 4> kStates{{{State::Uploading, "uploading"},
                                   {State::Processing, "processing"},
                                   {State::Ready, "ready"},
                                   {State::Failed, "failed"}}};

template <typename Value, std::size_t N>
std::string_view name_in(const Names<Value, N>& names, Value wanted) {
  for (const auto& [value, name] : names) {
    if (value == wanted) return name;
  }
  return {};
}

template <typename Value, std::size_t N>
std::optional<Value> value_in(const Names<Value, N>& names, std::string_view wanted) {
  for (const auto& [value, name] : names) {
    if (name == wanted) return value;
  }
  return std::nullopt;
}

}  // namespace

std::string_view name_of(Kind kind) { return name_in(kKinds, kind); }
std::string_view name_of(Visibility visibility) { return name_in(kVisibilities, visibility); }
std::string_view name_of(State state) { return name_in(kStates, state); }
std::optional<Kind> kind_from(std::string_view name) { return value_in(kKinds, name); }
std::optional<Visibility> visibility_from(std::string_view name) { return value_in(kVisibilities, name); }
std::optional<State> state_from(std::string_view name) { return value_in(kStates, name); }

}  // namespace portfolio
