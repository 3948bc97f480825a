// What may stand in a profile's fields. Pure functions; thread-safe.
#pragma once

#include "profile.hpp"

namespace accounts {

inline constexpr std::size_t kLongestFullName = 100;  // characters
inline constexpr std::size_t kLongestBio = 1000;

// What is wrong with the fields by themselves. "Taken" is for the database to say.
callboard::Faults profile_faults(const User& user, const ProfileInput& input);

// How many characters UTF-8 has.
std::size_t characters(std::string_view text);

// Without blanks around it; line ends as they are kept.
std::string tidy_text(std::string_view text);

}  // namespace accounts
