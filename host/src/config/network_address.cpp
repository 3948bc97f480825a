#include "config/network_address.hpp"

#include <algorithm>
#include <charconv>

namespace callboard::host {
namespace {

std::optional<unsigned> parse_port(std::string_view text) {
  unsigned port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  if (!whole || port < 1 || port > 65535) return std::nullopt;
  return port;
}

bool consists_of(std::string_view text, std::string_view letters) {
  return !text.empty() && text.find_first_not_of(letters) == std::string_view::npos;
}

constexpr std::string_view kHexadecimal = "0123456789abcdefABCDEF:.";
constexpr std::string_view kHostName = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_";

// Takes "host" or "[host]" from the front of `text`.
std::optional<std::string> take_host(std::string_view& text) {
  const bool bracketed = text.starts_with('[');
  const auto end = bracketed ? text.find(']') : std::min(text.find_first_of(":/"), text.size());
  if (end == std::string_view::npos) return std::nullopt;
  const auto host = text.substr(bracketed ? 1 : 0, bracketed ? end - 1 : end);
  if (!consists_of(host, bracketed ? kHexadecimal : kHostName)) return std::nullopt;
  text.remove_prefix(bracketed ? end + 1 : end);
  return std::string(host);
}

}  // namespace

std::optional<HostAndPort> parse_host_and_port(std::string_view text) {
  const auto host = take_host(text);
  if (!host || !text.starts_with(':')) return std::nullopt;
  const auto port = parse_port(text.substr(1));
  if (!port) return std::nullopt;
  return HostAndPort{*host, *port};
}

std::optional<Url> parse_url(std::string_view text) {
  const auto colon = text.find("://");
  if (colon == std::string_view::npos) return std::nullopt;
  Url url;
  url.scheme = text.substr(0, colon);
  std::transform(url.scheme.begin(), url.scheme.end(), url.scheme.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  text.remove_prefix(colon + 3);
  auto host = take_host(text);
  if (!host) return std::nullopt;
  url.host = std::move(*host);
  if (text.starts_with(':')) {
    const auto slash = std::min(text.find('/'), text.size());
    const auto port = parse_port(text.substr(1, slash - 1));
    if (!port) return std::nullopt;
    url.port = *port;
    text.remove_prefix(slash);
  }
  if (!text.empty() && text.front() != '/') return std::nullopt;
  if (text.find_first_of("?# ") != std::string_view::npos) return std::nullopt;
  url.path = text;
  return url;
}

bool is_loopback(std::string_view host) { return host == "localhost" || host == "::1" || host.starts_with("127."); }

}  // namespace callboard::host
