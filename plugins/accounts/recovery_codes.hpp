// Codes on paper for the day when the phone is lost: ten of them, each good once. Pure functions; thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <callboard/crypto.hpp>

namespace accounts {

inline constexpr std::size_t kRecoveryCodes = 10;

// Fresh ones, different from each other, as they are shown: "4q7tz-0mxk9", 50 random bits each, in
// Crockford's Base32, which has no i, l, o or u.
std::vector<std::string> new_recovery_codes();

// A code as it was typed, without regard to case, dashes and spaces, o for 0, i and l for 1; nothing where it
// cannot be one.
std::optional<std::string> read_recovery_code(std::string_view typed);

// How a code that was read is kept: HMAC-SHA-256, in hexadecimal, so that a stolen table alone opens nothing and cannot
// be searched. By each of the site's keys: the first is the one to store, any may be the one that was stored.
std::vector<std::string> recovery_code_hashes(const callboard::Keys& keys, std::string_view code);

}  // namespace accounts
