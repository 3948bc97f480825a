// The roles' names for people. Pure functions; thread-safe.
#pragma once

#include <string_view>

#include <callboard/text.hpp>

namespace accounts {

// "Teacher"; what is no role of ours as it is.
callboard::Text text_of_role(std::string_view role);

}  // namespace accounts
