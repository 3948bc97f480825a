#include "http/language.hpp"

#include "callboard/accept.hpp"

namespace callboard::host {
namespace {

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

std::optional<Language> language_from(std::string_view tag) {
  if (tag.size() < 2 || (tag.size() > 2 && tag[2] != '-')) return std::nullopt;
  for (const Language language : {Language::English, Language::Russian}) {
    const auto code = code_of(language);
    if (lower(tag[0]) == code[0] && lower(tag[1]) == code[1]) return language;
  }
  return std::nullopt;
}

Language choose_language(const Request& request, Language fallback) {
  if (const auto cookie = request.cookie(kLanguageCookie)) {
    if (const auto chosen = language_from(*cookie)) return *chosen;
  }
  Language best = fallback;
  int weight = 0;
  for (const auto& preference : parse_preferences(request.header("Accept-Language").value_or(std::string_view()))) {
    const auto language = preference.value == "*" ? fallback : language_from(preference.value);
    if (!language || preference.weight <= weight) continue;
    best = *language;
    weight = preference.weight;
  }
  return best;
}

}  // namespace callboard::host
