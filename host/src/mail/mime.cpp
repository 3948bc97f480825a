#include "mail/mime.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "callboard/errors.hpp"
#include "mail/header_text.hpp"
#include "mail/random_name.hpp"

namespace callboard::host {
namespace {

constexpr std::size_t kSubjectLimit = 1000;  // bytes

// Lines ended by CRLF, whatever they were ended by.
std::string with_crlf(std::string_view text) {
  std::string result;
  result.reserve(text.size() + text.size() / 32 + 2);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool pair = text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
    if (pair) continue;
    if (text[i] == '\n' || text[i] == '\r') {
      result += "\r\n";
    } else {
      result += text[i];
    }
  }
  if (!result.ends_with("\r\n")) result += "\r\n";
  return result;
}

// Whether `text`, with CRLF line ends, can travel as it is.
bool is_seven_bit(std::string_view text) {
  constexpr std::size_t kLineLimit = 998;
  std::size_t length = 0;
  for (const char c : text) {
    if (static_cast<signed char>(c) <= 0) return false;
    length = c == '\n' ? 0 : length + 1;
    if (length > kLineLimit) return false;
  }
  return true;
}

std::string text_part(std::string_view kind, std::string_view text) {
  const auto body = with_crlf(text);
  const bool plain = is_seven_bit(body);
  return fmt::format("Content-Type: text/{}; charset=utf-8\r\nContent-Transfer-Encoding: {}\r\n\r\n{}", kind,
                     plain ? "7bit" : "base64", plain ? body : base64_lines(body));
}

bool is_content_type(std::string_view text) {
  const auto slash = text.find('/');
  return slash != std::string_view::npos && slash > 0 && text.size() <= 200 && !has_header_breakers(text) &&
         std::all_of(text.begin(), text.end(), [](char c) { return static_cast<signed char>(c) > 0; });
}

std::string attachment_part(const Attachment& attachment) {
  if (!is_content_type(attachment.content_type) || has_header_breakers(attachment.name) ||
      attachment.name.size() > 200) {
    throw BadRequest(_("This file cannot be sent by e-mail."), "an attachment's name or type is not fit for a header");
  }
  return fmt::format(
      "Content-Type: {}\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment;\r\n {}\r\n\r\n{}",
      attachment.content_type, header_filename(attachment.name), base64_lines(attachment.content));
}

std::string multipart(std::string_view kind, const std::vector<std::string>& parts) {
  // "=_" can stand in neither base64 nor, being random, by chance in a text.
  const auto boundary = "=_" + random_name();
  auto result = fmt::format("Content-Type: multipart/{};\r\n boundary=\"{}\"\r\n\r\n", kind, boundary);
  for (const auto& part : parts) result += fmt::format("--{}\r\n{}\r\n", boundary, part);
  return result + "--" + boundary + "--\r\n";
}

std::string body_of(const MailParts& mail) {
  auto body = text_part("plain", mail.text);
  if (!mail.html.empty()) body = multipart("alternative", {std::move(body), text_part("html", mail.html)});
  if (mail.attachments.empty()) return body;
  std::vector<std::string> parts = {std::move(body)};
  for (const auto& attachment : mail.attachments) parts.push_back(attachment_part(attachment));
  return multipart("mixed", parts);
}

void refuse_injection(const MailParts& mail) {
  if (has_header_breakers(mail.subject) || mail.subject.size() > kSubjectLimit) {
    throw BadRequest(_("The subject of an e-mail is one line of at most 1000 characters."),
                     "a mail's subject holds a line end or is too long");
  }
  if (has_header_breakers(mail.to) || has_header_breakers(mail.from) || has_header_breakers(mail.from_name)) {
    throw BadRequest(_("This is not an e-mail address."), "a mail's address holds a control character");
  }
}

}  // namespace

std::string build_message(const MailParts& mail) {
  refuse_injection(mail);
  constexpr std::string_view kFrom = "From: ";
  constexpr std::string_view kSubject = "Subject: ";
  return fmt::format(
      "Date: {}\r\n{}{}\r\nTo: {}\r\n{}{}\r\nMessage-ID: <{}>\r\nAuto-Submitted: auto-generated\r\nMIME-Version: "
      "1.0\r\n{}",
      header_date(mail.date), kFrom, header_address(mail.from_name, mail.from, kFrom.size()), mail.to, kSubject,
      header_text(mail.subject, kSubject.size()), mail.message_id, body_of(mail));
}

}  // namespace callboard::host
