#include "http/set_cookie.hpp"

#include <algorithm>
#include <stdexcept>

namespace callboard::host {
namespace {

// RFC 6265, 4.1.1: cookie-octet.
bool is_cookie_text(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return c > 0x20 && c < 0x7F && c != '"' && c != ',' && c != ';' && c != '\\'; });
}

}  // namespace

std::string set_cookie_value(const Cookie& cookie, bool secure) {
  const bool named = !cookie.name.empty() && cookie.name.find('=') == std::string::npos;
  if (!named || !is_cookie_text(cookie.name) || !is_cookie_text(cookie.value) || !is_cookie_text(cookie.path)) {
    throw std::logic_error("the cookie \"" + cookie.name + "\" cannot be written");
  }
  std::string text = cookie.name + "=" + cookie.value + "; Path=" + cookie.path;
  if (cookie.max_age) text += "; Max-Age=" + std::to_string(cookie.max_age->count());
  if (cookie.http_only) text += "; HttpOnly";
  if (secure) text += "; Secure";
  return text + "; SameSite=Lax";
}

std::string host_cookie_name(std::string_view name, bool secure) {
  return (secure ? "__Host-" : "") + std::string(name);
}

}  // namespace callboard::host
