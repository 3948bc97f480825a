// From a Response to the bytes of a CGI reply (RFC 3875, section 6), which nginx turns into HTTP.
#pragma once

#include <fcgiapp.h>

#include <stdexcept>
#include <string>

#include "callboard/http.hpp"

namespace callboard::host {

// A response that must not leave: its text names the header or cookie. A handler's mistake.
class BadResponse : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Status line, header fields and cookies, up to and with the empty line. Content-Length and
// X-Request-Id are ours to set. Throws BadResponse for a name or value that would break out of its
// line (header injection), and for a body under a status that has none.
std::string reply_head(const Response& response, const RequestHead& request);

// Writes the reply; a stream's body comes from the handler. False when the client has gone.
// What reply_head() throws is thrown before anything is written; what a stream throws comes through
// afterwards, with a part of the reply already gone.
bool write_reply(FCGX_Stream* out, const Response& response, const RequestHead& request);

}  // namespace callboard::host
