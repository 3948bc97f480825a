#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "callboard/rate_limiter.hpp"

namespace callboard {
namespace {

std::string text_of(const in_addr& address) {
  std::array<char, INET_ADDRSTRLEN> text{};
  ::inet_ntop(AF_INET, &address, text.data(), text.size());
  return text.data();
}

std::string network_of(in6_addr address) {
  if (IN6_IS_ADDR_V4MAPPED(&address)) {
    in_addr mapped{};
    std::memcpy(&mapped, address.s6_addr + 12, sizeof(mapped));
    return text_of(mapped);
  }
  std::fill(address.s6_addr + 8, address.s6_addr + 16, std::uint8_t{0});
  std::array<char, INET6_ADDRSTRLEN> text{};
  ::inet_ntop(AF_INET6, &address, text.data(), text.size());
  return std::string(text.data()) + "/64";
}

}  // namespace

std::string network_of(std::string_view address) {
  std::string text(address);
  in_addr v4{};
  in6_addr v6{};
  // A NUL would end the text for inet_pton alone.
  if (text.find('\0') != std::string::npos) return text;
  if (::inet_pton(AF_INET, text.c_str(), &v4) == 1) return text_of(v4);
  if (::inet_pton(AF_INET6, text.c_str(), &v6) == 1) return network_of(v6);
  return text;
}

}  // namespace callboard
