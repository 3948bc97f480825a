// Cookies as they go out: bound to this host, not readable by scripts, not sent along from elsewhere.
#pragma once

#include <string>
#include <string_view>

#include "callboard/http.hpp"

namespace callboard::host {

// The value of a Set-Cookie field. Throws std::logic_error for a name or value with a character that
// would end it: such a cookie is a fault of the code that made it.
std::string set_cookie_value(const Cookie& cookie, bool secure);

// Over TLS the name carries the prefix by which browsers refuse a cookie from a neighbouring host;
// on plain http, as in development, they would refuse the prefix.
std::string host_cookie_name(std::string_view name, bool secure);

}  // namespace callboard::host
