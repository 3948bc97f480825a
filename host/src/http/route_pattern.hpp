// A route's pattern, taken apart and checked.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace callboard::host {

struct PatternSegment {
  enum class Kind { Fixed, Integer, Text };
  Kind kind = Kind::Fixed;
  std::string text;  // of Fixed: the segment; otherwise the parameter's name
};

// "/courses/{id:int}/edit". Throws std::runtime_error that quotes the pattern where it does not begin with a
// slash, has an empty segment (a slash at the end makes one), a brace or type that is wrong, or a name twice.
std::vector<PatternSegment> parse_pattern(std::string_view pattern);

}  // namespace callboard::host
