// What counts as blank between the words of a template.
#pragma once

#include <string_view>

namespace callboard::host {

inline constexpr std::string_view kBlanks = " \t\r\n";

}  // namespace callboard::host
