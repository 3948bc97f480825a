// In which language a request is answered. Pure; thread-safe.
#pragma once

#include <optional>
#include <string_view>

#include "callboard/http.hpp"

namespace callboard::host {

inline constexpr std::string_view kLanguageCookie = "language";

// "en", "ru", and their regional forms ("ru-RU"); nothing for another language.
std::optional<Language> language_from(std::string_view tag);

// What the visitor chose in the page, else what the browser prefers, else the site's.
Language choose_language(const Request& request, Language fallback);

}  // namespace callboard::host
