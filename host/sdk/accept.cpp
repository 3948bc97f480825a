#include "callboard/accept.hpp"

#include <algorithm>
#include <optional>

#include "text_scan.hpp"

namespace callboard {
namespace {

constexpr std::size_t kMaxPreferences = 32;

// "0", "0.5", "1.000" in thousandths (RFC 9110, 12.4.2).
std::optional<int> parse_weight(std::string_view text) {
  if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) return std::nullopt;
  if (text.size() > 1 && text[1] != '.') return std::nullopt;
  int weight = (text[0] - '0') * 1000;
  int scale = 100;
  for (std::size_t at = 2; at < text.size(); ++at, scale /= 10) {
    if (text[at] < '0' || text[at] > '9') return std::nullopt;
    weight += (text[at] - '0') * scale;
  }
  if (weight > 1000) return std::nullopt;
  return weight;
}

std::optional<Preference> parse_preference(std::string_view item) {
  Preference preference{trim(take_until(item, ';')), 1000};
  if (preference.value.empty()) return std::nullopt;
  while (!item.empty()) {
    auto parameter = trim(take_until(item, ';'));
    const auto name = trim(take_until(parameter, '='));
    if (!same_without_case(name, "q")) continue;
    const auto weight = parse_weight(trim(parameter));
    if (!weight) return std::nullopt;
    preference.weight = *weight;
  }
  return preference;
}

// How closely a media range describes a type: 3 exactly, 2 "text/*", 1 "*/*", 0 not at all.
int closeness(std::string_view range, std::string_view type) {
  if (same_without_case(range, type)) return 3;
  if (range == "*/*" || range == "*") return 1;
  const auto slash = type.find('/');
  const bool whole_family = range.size() == slash + 2 && range.ends_with("/*");
  return whole_family && same_without_case(range.substr(0, slash), type.substr(0, slash)) ? 2 : 0;
}

}  // namespace

std::vector<Preference> parse_preferences(std::string_view header) {
  std::vector<Preference> preferences;
  while (!header.empty() && preferences.size() < kMaxPreferences) {
    if (const auto preference = parse_preference(take_until(header, ','))) preferences.push_back(*preference);
  }
  return preferences;
}

int weight_of(std::string_view accept, std::string_view type) {
  int best = 0;
  int weight = 0;
  for (const auto& preference : parse_preferences(accept)) {
    const int close = closeness(preference.value, type);
    if (close > best || (close == best && close > 0 && preference.weight > weight)) {
      best = close;
      weight = preference.weight;
    }
  }
  return weight;
}

}  // namespace callboard
