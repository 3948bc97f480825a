// Addresses as they stand in a configuration.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace callboard::host {

struct HostAndPort {
  std::string host;  // without the brackets of an IPv6 address
  unsigned port = 0;
};

// "127.0.0.1:9000", "localhost:9000", "[::1]:9000". Nothing where that is not what `text` says; a
// host is required: ":9000" would listen on every interface.
std::optional<HostAndPort> parse_host_and_port(std::string_view text);

struct Url {
  std::string scheme;  // in small letters
  std::string host;    // without the brackets of an IPv6 address
  unsigned port = 0;   // 0: not given
  std::string path;    // with its slash, or empty
};

// A URL without user, query and fragment.
std::optional<Url> parse_url(std::string_view text);

// The names by which a machine calls itself.
bool is_loopback(std::string_view host);

}  // namespace callboard::host
