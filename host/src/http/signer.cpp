#include "http/signer.hpp"

#include <algorithm>
#include <stdexcept>

#include <sodium.h>

namespace callboard::host {
namespace {

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

bool is_key(const std::string& key) { return key.size() == crypto_auth_KEYBYTES; }

}  // namespace

static_assert(Signer::kMacBytes == crypto_auth_BYTES);

Signer::Signer(Keys keys) : keys_(std::move(keys)) {
  if (keys_.all.empty() || !std::all_of(keys_.all.begin(), keys_.all.end(), is_key)) {
    throw std::invalid_argument("a signer's keys have 32 bytes");
  }
}

Signer::Mac Signer::mac(std::string_view text) const {
  Mac mac;
  crypto_auth(mac.data(), bytes_of(text), text.size(), bytes_of(keys_.current()));
  return mac;
}

bool Signer::holds(std::string_view mac, std::string_view text) const {
  return mac.size() == kMacBytes && std::any_of(keys_.all.begin(), keys_.all.end(), [&](const std::string& key) {
           return crypto_auth_verify(bytes_of(mac), bytes_of(text), text.size(), bytes_of(key)) == 0;
         });
}

std::string Signer::seal(std::string_view text) const {
  return to_base64url(text) + "." + to_base64url(text_of(mac(text)));
}

std::optional<std::string> Signer::open(std::string_view sealed) const {
  const auto dot = sealed.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  auto text = from_base64url(sealed.substr(0, dot));
  const auto signature = from_base64url(sealed.substr(dot + 1));
  if (!text || !signature || !holds(*signature, *text)) return std::nullopt;
  return text;
}

}  // namespace callboard::host
