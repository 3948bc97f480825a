// Values of a message's header fields: what is not plain ASCII, encoded and folded.
#pragma once

#include <string>
#include <string_view>

#include "callboard/services.hpp"

namespace callboard::host {

// Control characters, line ends above all: they could begin another header field.
bool has_header_breakers(std::string_view text);

// Standard base64 in lines of 76 characters, each ended by CRLF.
std::string base64_lines(std::string_view bytes);

// RFC 2047: `text` itself where it is short and plain, else encoded words on folded lines. `used` is how
// much of the first line is taken by the field's name.
std::string header_text(std::string_view text, std::size_t used);

// A name beside an address: `"Drama, Inc." <box@host>`.
std::string header_address(std::string_view name, std::string_view address, std::size_t used);

// RFC 2231: `filename="a.pdf"`, and `filename*=UTF-8''…` besides where the name is not ASCII.
std::string header_filename(std::string_view name);

// "Sat, 21 Nov 2026 08:00:00 +0000"
std::string header_date(Time at);

}  // namespace callboard::host
