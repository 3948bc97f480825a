// E-mail addresses (RFC 5321 mailboxes). Pure functions; thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "callboard/api.hpp"

namespace callboard {

// The address as it goes over the wire: `name@host.example`, an international domain in its ASCII form
// ("школа.рф" becomes "xn--80atdl2c.xn--p1ai"). Nothing where `text` is no address that can be mailed to:
// quoted names, address literals and names beyond ASCII, which many servers cannot deliver, included.
CALLBOARD_API std::optional<std::string> parse_mailbox(std::string_view text);

}  // namespace callboard
