// One-time codes from an authenticator app (RFC 6238: SHA-1, six digits, a new one every 30 seconds), by
// liboath. Pure functions; thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <callboard/services.hpp>

namespace accounts {

// A fresh secret: 160 random bits, as RFC 4226 recommends.
std::string new_totp_secret();

// A secret as an app takes it when it is typed: Base32 (RFC 4648), 32 characters.
std::string totp_secret_text(std::string_view secret);

// What the QR code says: otpauth://totp/ISSUER:ACCOUNT?secret=…&issuer=…
std::string totp_uri(std::string_view issuer, std::string_view account, std::string_view secret);

// Which of the 30-second steps since 1970 a time falls into.
std::int64_t totp_step(callboard::Time now);

// The six digits of one step.
std::string totp_code(std::string_view secret, std::int64_t step);

// Six digits, spaces aside, so it is meant to be such a code.
bool looks_like_totp(std::string_view typed);

// The step whose code was typed (spaces do not count): this one, or one to each side since clocks differ.
// Never one up to `last_step`, the last one that was used, so each code serves once. Nothing where none fits.
std::optional<std::int64_t> matching_totp_step(std::string_view secret, std::string_view typed, callboard::Time now,
                                               std::int64_t last_step);

}  // namespace accounts
