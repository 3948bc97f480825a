// Content negotiation (RFC 9110, 12.5): the lists with weights in Accept and Accept-Language.
// Pure functions; thread-safe.
#pragma once

#include <string_view>
#include <vector>

#include "callboard/api.hpp"

namespace callboard {

// One choice of such a list. `weight` is the q-value in thousandths: 0 refuses.
struct Preference {
  std::string_view value;  // "text/html", "ru-RU", "*"; points into the header
  int weight = 1000;
};

// The list in its order, at most 32 entries; malformed ones are left out. Other parameters of a
// media range are dropped.
CALLBOARD_API std::vector<Preference> parse_preferences(std::string_view header);

// The weight of a media type for a client that sent this Accept header: that of the most specific
// range which takes it in, or 0. `type` is lower case, without parameters.
CALLBOARD_API int weight_of(std::string_view accept, std::string_view type);

}  // namespace callboard
