#include "text_parts.hpp"

#include <algorithm>
#include <string_view>

namespace reviews {

using nlohmann::json;

namespace {

constexpr std::string_view kBeyond = " \n\t\"<>`{}|\\^";

std::size_t next_address(const std::string& text, std::size_t from) {
  return std::min(text.find("https://", from), text.find("http://", from));
}

std::string address_at(const std::string& text, std::size_t at) {
  auto address = text.substr(at, std::min(text.find_first_of(kBeyond, at), text.size()) - at);
  while (!address.empty() && std::string_view(".,;:!?)]'").find(address.back()) != std::string_view::npos) {
    address.pop_back();
  }
  return address;
}

}  // namespace

json text_parts(const std::string& text) {
  auto parts = json::array();
  std::size_t done = 0;
  for (auto at = next_address(text, 0); at != std::string::npos; at = next_address(text, at)) {
    const auto address = address_at(text, at);
    if (address.size() <= address.find("://") + 3) {
      at += 4;
      continue;
    }
    if (at > done) parts.push_back({{"words", text.substr(done, at - done)}});
    parts.push_back({{"url", address}});
    at = done = at + address.size();
  }
  if (done < text.size()) parts.push_back({{"words", text.substr(done)}});
  return parts;
}

std::string shortened(const std::string& text, std::size_t longest) {
  std::size_t end = 0;
  for (std::size_t count = 0; end < text.size(); ++end) {
    if ((static_cast<unsigned char>(text[end]) & 0xC0) != 0x80 && ++count > longest) break;
  }
  if (end == text.size()) return text;
  const auto blank = text.find_last_of(" \n", end);
  return text.substr(0, blank == std::string::npos || blank == 0 ? end : blank) + "…";
}

}  // namespace reviews
