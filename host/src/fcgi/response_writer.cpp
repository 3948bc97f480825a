#include "fcgi/response_writer.hpp"

#include <limits>

namespace callboard::host {
namespace {

bool is_control(char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f; }

// RFC 9110, 5.6.2.
bool is_token(std::string_view text) {
  constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           marks.find(c) != std::string_view::npos;
  });
}

// RFC 6265, 4.1.1: cookie-octet.
bool is_cookie_value(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return c > 0x20 && c < 0x7f && c != '"' && c != ',' && c != ';' && c != '\\'; });
}

bool same_name(std::string_view a, std::string_view b) {
  constexpr auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return lower(x) == lower(y); });
}

// What this file writes itself; a second one would contradict it.
bool is_ours(std::string_view name) {
  return same_name(name, "Status") || same_name(name, "Content-Length") || same_name(name, "X-Request-Id") ||
         same_name(name, "Set-Cookie");
}

bool has_no_body(HttpStatus status) { return status == HttpStatus::NoContent || status == HttpStatus::NotModified; }

void append_field(std::string& head, std::string_view name, std::string_view value) {
  head.append(name).append(": ").append(value).append("\r\n");
}

void append_header(std::string& head, std::string_view name, std::string_view value) {
  if (!is_token(name)) throw BadResponse(fmt::format("no header name: {:?}", name));
  if (is_ours(name)) throw BadResponse(fmt::format("the header {} is set by the host", name));
  if (std::any_of(value.begin(), value.end(), is_control)) {
    throw BadResponse(fmt::format("the header {} has a control character", name));
  }
  append_field(head, name, value);
}

void append_cookie(std::string& head, const Cookie& cookie, bool secure) {
  if (!is_token(cookie.name)) throw BadResponse(fmt::format("no cookie name: {:?}", cookie.name));
  if (!is_cookie_value(cookie.value))
    throw BadResponse(fmt::format("the cookie {} has a value that is none", cookie.name));
  if (std::any_of(cookie.path.begin(), cookie.path.end(), [](char c) { return is_control(c) || c == ';'; })) {
    throw BadResponse(fmt::format("the cookie {} has a path that is none", cookie.name));
  }
  std::string text = cookie.name + "=" + cookie.value + "; Path=" + cookie.path;
  if (cookie.max_age) text += fmt::format("; Max-Age={}", cookie.max_age->count());
  if (cookie.http_only) text += "; HttpOnly";
  if (secure) text += "; Secure";
  append_field(head, "Set-Cookie", text + "; SameSite=Lax");
}

// libfcgi counts in int.
bool put(FCGX_Stream* out, std::string_view bytes) {
  constexpr std::size_t piece = 1 << 30;
  for (; !bytes.empty(); bytes.remove_prefix(std::min(bytes.size(), piece))) {
    const auto size = static_cast<int>(std::min(bytes.size(), piece));
    if (FCGX_PutStr(bytes.data(), size, out) != size) return false;
  }
  return true;
}

}  // namespace

std::string reply_head(const Response& response, const RequestHead& request) {
  if (has_no_body(response.status()) && (!response.body().empty() || response.stream())) {
    throw BadResponse(fmt::format("a {} has no body", code_of(response.status())));
  }
  std::string head;
  head.reserve(512);
  append_field(head, "Status", fmt::format("{} {}", code_of(response.status()), reason_of(response.status())));
  for (const auto& [name, value] : response.headers()) append_header(head, name, value);
  for (const Cookie& cookie : response.cookies()) append_cookie(head, cookie, request.secure);
  if (!has_no_body(response.status()) && !response.stream()) {
    append_field(head, "Content-Length", std::to_string(response.body().size()));
  }
  append_field(head, "X-Request-Id", request.id);
  return head += "\r\n";
}

bool write_reply(FCGX_Stream* out, const Response& response, const RequestHead& request) {
  if (!put(out, reply_head(response, request))) return false;
  if (request.method == Method::Head) return true;
  if (!response.stream()) return put(out, response.body());
  bool here = true;
  response.stream()([&](std::string_view piece) { return here = here && put(out, piece); });
  return here;
}

}  // namespace callboard::host
