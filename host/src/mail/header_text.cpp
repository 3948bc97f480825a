#include "mail/header_text.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace callboard::host {
namespace {

constexpr std::size_t kLineLimit = 76;  // characters, of 78 that RFC 5322 wants at most

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<signed char>(c) > 0; });
}

std::string base64(std::string_view bytes) {
  std::string text(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                    sodium_base64_VARIANT_ORIGINAL);
  text.pop_back();  // the zero at its end
  return text;
}

// The longest beginning of at most `limit` bytes that splits no character.
std::string_view whole_characters(std::string_view text, std::size_t limit) {
  if (text.size() <= limit) return text;
  while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xC0) == 0x80) --limit;
  return text.substr(0, limit);
}

std::string encoded_words(std::string_view text, std::size_t used) {
  constexpr std::string_view kBegin = "=?UTF-8?B?";
  constexpr std::string_view kEnd = "?=";
  std::string result;
  while (!text.empty()) {
    const auto room = kLineLimit - std::min(used, kLineLimit / 2) - kBegin.size() - kEnd.size();
    auto word = whole_characters(text, room / 4 * 3);
    if (word.empty()) word = text.substr(0, 1);  // no UTF-8: still get on
    if (!result.empty()) result += "\r\n ";
    result.append(kBegin).append(base64(word)).append(kEnd);
    text.remove_prefix(word.size());
    used = 1;
  }
  return result;
}

bool is_plain(std::string_view text, std::size_t used) {
  return is_ascii(text) && used + text.size() <= kLineLimit && text.find("=?") == std::string_view::npos;
}

bool is_phrase(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ' ';
  });
}

std::string quoted(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result + '"';
}

std::string percent_encoded(std::string_view text) {
  std::string result;
  for (const char c : text) {
    const bool plain =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
    result += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return result;
}

}  // namespace

bool has_header_breakers(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; });
}

std::string base64_lines(std::string_view bytes) {
  constexpr std::size_t kBytesPerLine = 57;
  std::string result;
  result.reserve(bytes.size() / kBytesPerLine * 78 + 80);
  for (std::size_t at = 0; at < bytes.size(); at += kBytesPerLine) {
    result += base64(bytes.substr(at, kBytesPerLine));
    result += "\r\n";
  }
  return result;
}

std::string header_text(std::string_view text, std::size_t used) {
  return is_plain(text, used) ? std::string(text) : encoded_words(text, used);
}

std::string header_address(std::string_view name, std::string_view address, std::size_t used) {
  if (name.empty()) return std::string(address);
  const auto shown = !is_plain(name, used + 2) ? encoded_words(name, used)
                     : is_phrase(name)         ? std::string(name)
                                               : quoted(name);
  return fmt::format("{}\r\n <{}>", shown, address);
}

std::string header_filename(std::string_view name) {
  std::string plain(name);
  for (char& c : plain) {
    if (static_cast<signed char>(c) < 0x20 || c == 0x7F || c == '"' || c == '\\' || c == '/') c = '_';
  }
  auto result = "filename=\"" + plain + "\"";
  if (!is_ascii(name)) result += ";\r\n filename*=UTF-8''" + percent_encoded(name);
  return result;
}

// By hand, since the names of days and months must not depend on a locale.
std::string header_date(Time at) {
  constexpr std::array<const char*, 7> kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<const char*, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto seconds = std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
  const auto utc = fmt::gmtime(static_cast<std::time_t>(seconds));
  return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} +0000", kDays[static_cast<std::size_t>(utc.tm_wday)],
                     utc.tm_mday, kMonths[static_cast<std::size_t>(utc.tm_mon)], utc.tm_year + 1900, utc.tm_hour,
                     utc.tm_min, utc.tm_sec);
}

}  // namespace callboard::host
