#include "config/toml_text.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "callboard/config.hpp"

namespace callboard::host {
namespace {

struct CodePoint {
  char32_t value;
  std::size_t length;
};

// The code point at the front of `text`, or nothing where that is no well-formed UTF-8: overlong
// forms, surrogates and what lies beyond U+10FFFF included.
std::optional<CodePoint> decode(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned first = byte(0);
  if (first < 0x80) return CodePoint{first, 1};
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < length) return std::nullopt;
  char32_t value = first & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return std::nullopt;
    value = value << 6 | (byte(i) & 0x3FU);
  }
  constexpr char32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
  if (value < kLeast[length] || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) return std::nullopt;
  return CodePoint{value, length};
}

bool is_refused(char32_t c, std::string_view rest) {
  if (c == U'\r') return rest.size() < 2 || rest[1] != '\n';
  return (c < 0x20 && c != U'\t' && c != U'\n') || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029 || c == 0xFEFF;
}

[[noreturn]] void fail(const std::string& file, std::size_t line, const std::string& what) {
  throw ConfigError(fmt::format("{}:{}: {}", file, line, what));
}

void require_clean(std::string_view text, const std::string& file) {
  std::size_t line = 1;
  for (std::size_t at = 0; at < text.size();) {
    const auto rest = text.substr(at);
    const auto point = decode(rest);
    if (!point) fail(file, line, "the text is not valid UTF-8");
    if (is_refused(point->value, rest)) {
      fail(file, line,
           fmt::format("the control character U+{:04X} cannot stand here; in a string write \\u{:04X}",
                       static_cast<std::uint32_t>(point->value), static_cast<std::uint32_t>(point->value)));
    }
    if (point->value == U'\n') ++line;
    at += point->length;
  }
}

}  // namespace

toml::table parse_toml(std::string_view text, const std::string& file) {
  if (text.size() > kConfigSizeLimit) throw ConfigError(file + ": is larger than 1 MiB, which no configuration is");
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  require_clean(text, file);
  try {
    return toml::parse(text, std::string_view(file));
  } catch (const toml::parse_error& error) {
    fail(file, error.source().begin.line, std::string(error.description()));
  }
}

}  // namespace callboard::host
