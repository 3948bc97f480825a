// A JSON body: strict parsing, and its members by type. Pure functions; thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "callboard/api.hpp"

namespace callboard {

// One JSON text (RFC 8259) that is an object. Throws BadRequest where it is malformed, no object,
// not UTF-8, nested deeper than kMaxJsonDepth, or repeats a member.
CALLBOARD_API nlohmann::json parse_json_object(std::string_view text);
inline constexpr std::size_t kMaxJsonDepth = 64;

// A member that must be there: BadRequest where it is missing, null, of another type, or blank
// (nothing but white space, Unicode's included). A boolean is no integer, nor is 1.0.
CALLBOARD_API std::string required_text(const nlohmann::json& object, std::string_view member);
CALLBOARD_API std::int64_t required_integer(const nlohmann::json& object, std::string_view member);
// Either, as text: 101 and "101" are the same.
CALLBOARD_API std::string required_text_or_integer(const nlohmann::json& object, std::string_view member);

// Nothing where it is missing or null; BadRequest for another type.
CALLBOARD_API std::optional<std::string> optional_text(const nlohmann::json& object, std::string_view member);

// Nothing but white space (Unicode's White_Space property, and U+200B, U+2060, U+FEFF).
CALLBOARD_API bool is_blank(std::string_view text);

}  // namespace callboard
