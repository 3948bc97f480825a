#include "device_tokens.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>

#include <fmt/format.h>
#include <openssl/rand.h>
#include <callboard/errors.hpp>
#include <jwt/jwt.hpp>

#include "sha256.hpp"

namespace key_cabinet {

using namespace callboard;

namespace {

constexpr const char* kAlgorithm = "HS256";
constexpr const char* kIssuer = "callboard";
constexpr const char* kAudience = "callboard:key_cabinet";

std::int64_t seconds_of(Time time) { return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count(); }

bool is_base64url(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

// Two more parts of base64url after the header, and nothing else.
bool is_well_formed(std::string_view payload_and_signature) {
  const auto dot = payload_and_signature.find('.');
  if (dot == std::string_view::npos || dot == 0 || dot + 1 == payload_and_signature.size()) return false;
  return std::all_of(payload_and_signature.begin(), payload_and_signature.begin() + static_cast<std::ptrdiff_t>(dot),
                     is_base64url) &&
         std::all_of(payload_and_signature.begin() + static_cast<std::ptrdiff_t>(dot) + 1, payload_and_signature.end(),
                     is_base64url);
}

std::string text_claim(const nlohmann::json& claims, const char* name) {
  const auto claim = claims.find(name);
  if (claim == claims.end() || !claim->is_string()) throw Unauthorized(fmt::format("device token: no {}", name));
  return claim->get<std::string>();
}

CabinetId cabinet_of(const nlohmann::json& claims) {
  const auto text = text_claim(claims, "sub");
  std::int64_t id = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (error != std::errc{} || end != text.data() + text.size() || id < 1) {
    throw Unauthorized("device token: sub is no cabinet");
  }
  return CabinetId{id};
}

// cpp-jwt accepts a token without `exp`, and one with an `exp` of any number.
Time expiry_of(const nlohmann::json& claims) {
  const auto exp = claims.find("exp");
  if (exp == claims.end() || !exp->is_number_unsigned() || exp->get<std::uint64_t>() > 253'402'300'799) {
    throw Unauthorized("device token: no exp");
  }
  return Time(std::chrono::seconds(exp->get<std::int64_t>()));
}

}  // namespace

DeviceTokens::DeviceTokens(std::string key) : key_(std::move(key)) {
  if (key_.size() < kLeastKey) {
    throw std::invalid_argument(
        fmt::format("the token key has {} bytes; it needs at least {}", key_.size(), kLeastKey));
  }
  key_id_ = "cabinet-" + sha256_hex("callboard key id\n" + key_).substr(0, 16);
  const auto any = sign({"", CabinetId{}, Time{}}, Time{});
  header_ = any.substr(0, any.find('.') + 1);
}

std::string DeviceTokens::sign(const DeviceToken& token, Time now) const {
  jwt::jwt_object jwt{jwt::params::algorithm(kAlgorithm), jwt::params::secret(key_),
                      jwt::params::headers(std::map<std::string, std::string>{{"kid", key_id_}})};
  jwt.add_claim("iss", std::string(kIssuer))
      .add_claim("aud", std::string(kAudience))
      .add_claim("sub", std::to_string(static_cast<std::int64_t>(token.cabinet)))
      .add_claim("jti", token.jti)
      .add_claim("iat", seconds_of(now))
      .add_claim("exp", seconds_of(token.expires));
  return jwt.signature();
}

bool DeviceTokens::recognises(std::string_view encoded) const { return encoded.starts_with(header_); }

// The header must be ours to the letter, algorithm and key id included, before the library sees anything:
// it has undefined behaviour for an algorithm it does not know. Then its throwing decode with one pinned
// algorithm, and what it does not require.
DeviceToken DeviceTokens::verify(std::string_view encoded, Time now) const {
  if (encoded.size() > kMaxToken) throw Unauthorized("device token: too long");
  if (!recognises(encoded)) throw Unauthorized("device token: not one of ours");
  if (!is_well_formed(encoded.substr(header_.size()))) throw Unauthorized("device token: malformed");

  nlohmann::json claims;
  try {
    const std::string text(encoded);
    claims = jwt::decode(text, jwt::params::algorithms({kAlgorithm}), jwt::params::secret(key_),
                         jwt::params::verify(true), jwt::params::issuer(kIssuer), jwt::params::aud(kAudience))
                 .payload()
                 .create_json_obj();
  } catch (const std::exception& error) {
    throw Unauthorized(std::string("device token: ") + error.what());
  }
  DeviceToken token{text_claim(claims, "jti"), cabinet_of(claims), expiry_of(claims)};
  if (token.expires <= now) throw Unauthorized("device token: expired");
  return token;
}

std::string random_jti() {
  std::array<unsigned char, 16> bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) throw std::runtime_error("no random numbers");
  return hex(bytes);
}

}  // namespace key_cabinet
