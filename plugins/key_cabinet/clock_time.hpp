// A time of day as people type it, "08:05", and as a minute of the day from 0. Pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <callboard/form.hpp>

namespace key_cabinet {

// "8:05" too. Nothing where it is no such text.
std::optional<int> minute_of_day(std::string_view text);
// Adds the fault to the field where the text is neither empty nor a time of day.
void check_clock_time(callboard::Faults& faults, const std::string& field, const std::string& text);

}  // namespace key_cabinet
