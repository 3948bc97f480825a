// Encodings that everything from outside passes through: UTF-8, percent-encoding, and paths of this
// site that a client names. Pure functions; thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "callboard/api.hpp"

namespace callboard {

// Well-formed UTF-8 (RFC 3629): no surrogates, no overlong forms, nothing above U+10FFFF.
CALLBOARD_API bool is_utf8(std::string_view text);

// A control character (C0, DEL) is in it.
CALLBOARD_API bool has_control_characters(std::string_view text);

// Decodes %XX; with `plus_is_space` also '+', as in forms and queries. Nothing where a '%' is not
// followed by two hexadecimal digits. What comes out may be any bytes: check it.
CALLBOARD_API std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space = false);

// Encodes all but RFC 3986's unreserved characters and those in `keep`, so that the result fits into a
// path segment or a query value.
CALLBOARD_API std::string percent_encode(std::string_view text, std::string_view keep = {});

// `target` may be redirected to without leaving this site: it begins with one slash and has neither
// backslashes nor control characters, which browsers read as slashes or drop. At most 2048 bytes.
CALLBOARD_API bool is_same_site_path(std::string_view target);

}  // namespace callboard
