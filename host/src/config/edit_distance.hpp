// "did you mean …?" for a name that nobody knows.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace callboard::host {

// How many letters must be put in, taken out, changed or swapped with their neighbour.
std::size_t edit_distance(std::string_view a, std::string_view b);

// " (did you mean NAME?)" for the nearest of `known` where one is near enough, else nothing.
std::string did_you_mean(std::string_view name, const std::vector<std::string>& known);

}  // namespace callboard::host
