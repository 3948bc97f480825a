// Months and days of the week, in the reader's language once they are shown. Pure functions; thread-safe.
#pragma once

#include <chrono>

#include "callboard/api.hpp"
#include "callboard/text.hpp"

namespace callboard {

CALLBOARD_API Text month_text(std::chrono::year_month month);  // "November 2026"
CALLBOARD_API Text weekday_text(std::chrono::weekday day);     // "Monday"

}  // namespace callboard
