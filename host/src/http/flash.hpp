// Messages that wait in a signed cookie for the next page that this browser opens. Immutable; thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "callboard/http.hpp"
#include "http/signer.hpp"

namespace callboard::host {

class FlashCookie {
 public:
  static constexpr std::string_view kName = "flash";
  static constexpr std::size_t kMaxBytes = 3500;  // browsers keep 4096 bytes of a cookie, its attributes included
  static constexpr std::size_t kMaxFlashes = 8;

  explicit FlashCookie(Keys keys) : signer_(std::move(keys)) {}

  // What waits; nothing where the cookie was tampered with.
  std::vector<Flash> read(const Request& request) const;
  // Makes `flashes` wait. The oldest are dropped where they are too many or too long for a cookie.
  void write(std::vector<Flash> flashes, Response& response) const;
  void remove(Response& response) const;

 private:
  Signer signer_;
};

}  // namespace callboard::host
