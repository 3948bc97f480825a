// What a browser or a program calls itself, in words that its owner recognises. Pure; thread-safe.
#pragma once

#include <string_view>

#include <callboard/text.hpp>

namespace accounts {

// "Firefox on Windows", "curl"; "Unknown device" where it says nothing that we know. A claim, never a proof.
callboard::Text device_name(std::string_view user_agent);

}  // namespace accounts
