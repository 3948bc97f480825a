#include "http/route_pattern.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace callboard::host {
namespace {

[[noreturn]] void refuse(std::string_view pattern, std::string_view why) {
  throw std::runtime_error(fmt::format("the route pattern \"{}\" {}", pattern, why));
}

bool is_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

PatternSegment parse_parameter(std::string_view pattern, std::string_view inside) {
  const auto colon = inside.find(':');
  const auto name = inside.substr(0, colon);
  if (!is_name(name)) refuse(pattern, "has a parameter without a proper name");
  if (colon == std::string_view::npos) return {PatternSegment::Kind::Text, std::string(name)};
  if (inside.substr(colon + 1) != "int") refuse(pattern, "has a parameter of an unknown type");
  return {PatternSegment::Kind::Integer, std::string(name)};
}

PatternSegment parse_segment(std::string_view pattern, std::string_view segment) {
  if (segment.empty()) refuse(pattern, "has an empty segment");
  if (segment.front() == '{' && segment.back() == '}') {
    return parse_parameter(pattern, segment.substr(1, segment.size() - 2));
  }
  if (segment.find_first_of("{}%?#") != std::string_view::npos) refuse(pattern, "has a stray character");
  return {PatternSegment::Kind::Fixed, std::string(segment)};
}

}  // namespace

std::vector<PatternSegment> parse_pattern(std::string_view pattern) {
  if (!pattern.starts_with('/')) refuse(pattern, "does not begin with a slash");
  std::vector<PatternSegment> segments;
  for (std::size_t at = 1; at < pattern.size() || (at == pattern.size() && pattern.size() > 1);) {
    const auto end = std::min(pattern.find('/', at), pattern.size());
    auto segment = parse_segment(pattern, pattern.substr(at, end - at));
    for (const auto& known : segments) {
      const bool both_named = known.kind != PatternSegment::Kind::Fixed && segment.kind != PatternSegment::Kind::Fixed;
      if (both_named && known.text == segment.text) refuse(pattern, "has two parameters of one name");
    }
    segments.push_back(std::move(segment));
    at = end + 1;
  }
  return segments;
}

}  // namespace callboard::host
