#include "svg_text.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

namespace callboard::recoder {
namespace {

constexpr std::size_t kMostBytes = 2 * 1024 * 1024;
// An embedded bitmap would be decoded by a loader that has no limits, and an inclusion parsed past this check.
constexpr std::array<std::string_view, 3> kDropped = {"image", "feImage", "include"};
// In these every ASCII character is itself.
constexpr std::array<std::string_view, 5> kEncodings = {"utf-8", "us-ascii", "iso-8859-", "windows-125", "koi8-"};

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return result;
}

// The declared one must begin with a quote and a known name.
bool is_readable(std::string_view svg) {
  if (svg.find('\0') != svg.npos) return false;
  const auto declaration = lower(svg.substr(0, std::min(svg.find("?>"), std::size_t{1000})));
  if (declaration.find("<?xml") == declaration.npos) return true;
  auto at = declaration.find("encoding");
  if (at == declaration.npos) return true;
  at = declaration.find_first_of("\"'", at);
  if (at == declaration.npos) return false;
  const auto name = std::string_view(declaration).substr(at + 1);
  return std::any_of(kEncodings.begin(), kEncodings.end(), [&](auto known) { return name.starts_with(known); });
}

bool ends_name(char c) { return c == '/' || c == '>' || c == '<' || std::isspace(static_cast<unsigned char>(c)); }

// The element's name without its prefix, where a tag begins at `at`.
std::string_view local_name(std::string_view svg, std::size_t at) {
  auto from = at + 1;
  if (from < svg.size() && svg[from] == '/') ++from;
  auto to = from;
  for (; to < svg.size() && !ends_name(svg[to]); ++to) {
    if (svg[to] == ':') from = to + 1;
  }
  return svg.substr(from, to - from);
}

}  // namespace

bool disarm(std::string& svg) {
  if (svg.size() > kMostBytes || !is_readable(svg) || svg.find("<!ENTITY") != svg.npos) return false;
  for (auto at = svg.find('<'); at != svg.npos; at = svg.find('<', at + 1)) {
    const auto name = local_name(svg, at);
    if (std::find(kDropped.begin(), kDropped.end(), name) == kDropped.end()) continue;
    std::fill_n(svg.begin() + (name.data() - svg.data()), name.size(), 'x');
  }
  return true;
}

}  // namespace callboard::recoder
