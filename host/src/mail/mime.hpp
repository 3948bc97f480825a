// A mail as the message that goes over the wire (RFC 5322, RFC 2045).
#pragma once

#include <string>
#include <vector>

#include "callboard/services.hpp"

namespace callboard::host {

struct MailParts {
  std::string from;  // addresses as parse_mailbox() gives them
  std::string from_name;
  std::string to;
  std::string subject;
  std::string text;
  std::string html;  // empty: text alone
  std::vector<Attachment> attachments;
  std::string message_id;  // without its angle brackets
  Time date;
};

// The whole message: ASCII, lines ended by CRLF and at most 998 characters long. Throws BadRequest where
// a subject, a name or a type could break out of its header field.
std::string build_message(const MailParts& parts);

}  // namespace callboard::host
