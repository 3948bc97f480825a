// Times as devices write them: "2026-11-21T08:00:00.25Z" (RFC 3339, in UTC). Pure functions; thread-safe.
#pragma once

#include <optional>
#include <string_view>

#include <callboard/services.hpp>

namespace key_cabinet {

// Nothing where it is no such text, no day of the calendar, or another offset than UTC's. A leap second is the second
// after; what is finer than a microsecond is cut off.
std::optional<callboard::Time> time_from_rfc3339(std::string_view text);

}  // namespace key_cabinet
