// The roles in words. Pure functions.
#pragma once

#include <string_view>

#include <callboard/text.hpp>

namespace accounts {

callboard::Text role_label(std::string_view role);

}  // namespace accounts
