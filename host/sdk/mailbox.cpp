#include "callboard/mailbox.hpp"

#include <idn2.h>

#include <algorithm>

namespace callboard {
namespace {

constexpr std::size_t kAddressLimit = 254;
constexpr std::size_t kLocalLimit = 64;

bool is_alphanumeric(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

// RFC 5322's dot-atom.
bool is_local_part(std::string_view text) {
  static constexpr std::string_view kOthers = "!#$%&'*+-/=?^_`{|}~.";
  if (text.empty() || text.size() > kLocalLimit || text.front() == '.' || text.back() == '.') return false;
  if (text.find("..") != std::string_view::npos) return false;
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return is_alphanumeric(c) || kOthers.find(c) != std::string_view::npos; });
}

bool is_label(std::string_view label) {
  constexpr std::size_t kLabelLimit = 63;
  if (label.empty() || label.size() > kLabelLimit || label.front() == '-' || label.back() == '-') return false;
  return std::all_of(label.begin(), label.end(), [](char c) { return is_alphanumeric(c) || c == '-'; });
}

bool is_ascii_domain(std::string_view text) {
  for (;;) {
    const auto dot = text.find('.');
    if (!is_label(text.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    text.remove_prefix(dot + 1);
  }
}

std::optional<std::string> to_ascii_domain(const std::string& domain) {
  const bool ascii = std::all_of(domain.begin(), domain.end(), [](char c) { return static_cast<signed char>(c) > 0; });
  if (ascii) return domain;
  std::uint8_t* name = nullptr;
  const auto* utf8 = reinterpret_cast<const std::uint8_t*>(domain.c_str());
  if (idn2_lookup_u8(utf8, &name, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL) != IDN2_OK) return std::nullopt;
  std::string result(reinterpret_cast<const char*>(name));
  idn2_free(name);
  return result;
}

}  // namespace

std::optional<std::string> parse_mailbox(std::string_view text) {
  if (text.size() > kAddressLimit) return std::nullopt;
  const auto at = text.rfind('@');
  if (at == std::string_view::npos || !is_local_part(text.substr(0, at))) return std::nullopt;
  const auto raw = text.substr(at + 1);
  // C strings lie ahead.
  if (raw.find('\0') != std::string_view::npos) return std::nullopt;
  const auto domain = to_ascii_domain(std::string(raw));
  if (!domain || !is_ascii_domain(*domain)) return std::nullopt;
  auto address = std::string(text.substr(0, at + 1)) + *domain;
  if (address.size() > kAddressLimit) return std::nullopt;
  return address;
}

}  // namespace callboard
