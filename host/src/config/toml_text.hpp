// Text that may be handed to the TOML parser, and the parser's answer with its line.
#pragma once

#include <string>
#include <string_view>

#include <toml++/toml.h>

namespace callboard::host {

inline constexpr std::size_t kConfigSizeLimit = 1024 * 1024;  // bytes

// Throws ConfigError, "file:line: what", for text that is too large, not UTF-8, holds a control
// character (on some of which the parser aborts the process), or is no TOML.
toml::table parse_toml(std::string_view text, const std::string& file);

}  // namespace callboard::host
