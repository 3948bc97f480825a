#include "callboard/signed_tokens.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include <fmt/format.h>
#include <sodium.h>
#include <jwt/jwt.hpp>

#include "callboard/errors.hpp"

namespace callboard {
namespace {

constexpr const char* kAlgorithm = "HS256";
constexpr const char* kIssuer = "callboard";
constexpr std::uint64_t kLatestExpiry = 253'402'300'799;  // the end of the year 9999

std::int64_t seconds_of(Time time) { return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count(); }

bool is_base64url(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

// Two more parts of base64url after the header, and nothing else.
bool is_well_formed(std::string_view payload_and_signature) {
  const auto dot = payload_and_signature.find('.');
  if (dot == std::string_view::npos) return false;
  const auto payload = payload_and_signature.substr(0, dot), signature = payload_and_signature.substr(dot + 1);
  const auto holds = [](std::string_view part) {
    return !part.empty() && std::all_of(part.begin(), part.end(), is_base64url);
  };
  return holds(payload) && holds(signature);
}

std::string text_claim(const nlohmann::json& claims, const char* name) {
  const auto claim = claims.find(name);
  if (claim == claims.end() || !claim->is_string()) throw Unauthorized(fmt::format("token: no {}", name));
  return claim->get<std::string>();
}

std::int64_t subject_of(const nlohmann::json& claims) {
  const auto text = text_claim(claims, "sub");
  std::int64_t id = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (error != std::errc{} || end != text.data() + text.size() || id < 1) throw Unauthorized("token: sub is no id");
  return id;
}

// cpp-jwt accepts a token without `exp`, and one with an `exp` of any number.
Time expiry_of(const nlohmann::json& claims) {
  const auto exp = claims.find("exp");
  if (exp == claims.end() || !exp->is_number_unsigned() || exp->get<std::uint64_t>() > kLatestExpiry) {
    throw Unauthorized("token: no exp");
  }
  return Time(std::chrono::seconds(exp->get<std::int64_t>()));
}

std::string signed_with(const std::string& key, const std::string& key_id, const std::string& audience,
                        const TokenClaims& claims, Time now) {
  jwt::jwt_object jwt{jwt::params::algorithm(kAlgorithm), jwt::params::secret(key),
                      jwt::params::headers(std::map<std::string, std::string>{{"kid", key_id}})};
  jwt.add_claim("iss", std::string(kIssuer))
      .add_claim("aud", audience)
      .add_claim("sub", std::to_string(claims.subject))
      .add_claim("jti", claims.id)
      .add_claim("iat", seconds_of(now))
      .add_claim("exp", seconds_of(claims.expires));
  return jwt.signature();
}

// The library's throwing decode with one pinned algorithm: its error_code overload returns a forged payload,
// and with more algorithms or verify(false) it lets `none` and key confusion through.
nlohmann::json decoded(std::string_view token, const std::string& key, const std::string& audience) {
  try {
    const std::string text(token);
    return jwt::decode(text, jwt::params::algorithms({kAlgorithm}), jwt::params::secret(key), jwt::params::verify(true),
                       jwt::params::issuer(kIssuer), jwt::params::aud(audience))
        .payload()
        .create_json_obj();
  } catch (const std::exception& error) {
    throw Unauthorized(std::string("token: ") + error.what());
  }
}

}  // namespace

SignedTokens::SignedTokens(std::string audience, const Keys& keys, std::string_view key_name)
    : audience_(std::move(audience)) {
  if (keys.all.empty()) throw std::invalid_argument("tokens need a key");
  for (const auto& key : keys.all) {
    if (key.size() < kLeastKey) {
      throw std::invalid_argument(
          fmt::format("the token key has {} bytes; it needs at least {}", key.size(), kLeastKey));
    }
    auto key_id = fmt::format("{}-{}", key_name, sha256_hex("callboard key id\n" + key).substr(0, 16));
    const auto any = signed_with(key, key_id, audience_, {}, Time{});
    signers_.push_back({key, std::move(key_id), any.substr(0, any.find('.') + 1)});
  }
}

std::string SignedTokens::sign(const TokenClaims& claims, Time now) const {
  return signed_with(signers_.front().key, signers_.front().key_id, audience_, claims, now);
}

const SignedTokens::Signer* SignedTokens::signer_of(std::string_view token) const {
  const auto found = std::find_if(signers_.begin(), signers_.end(),
                                  [&](const Signer& signer) { return token.starts_with(signer.header); });
  return found == signers_.end() ? nullptr : &*found;
}

bool SignedTokens::recognises(std::string_view token) const { return signer_of(token) != nullptr; }

// The header must be ours to the letter, algorithm and key id included, before the library sees anything:
// it has undefined behaviour for an algorithm it does not know. Then what it does not require.
TokenClaims SignedTokens::verify(std::string_view token, Time now) const {
  if (token.size() > kMaxToken) throw Unauthorized("token: too long");
  const auto* signer = signer_of(token);
  if (signer == nullptr) throw Unauthorized("token: not one of ours");
  if (!is_well_formed(token.substr(signer->header.size()))) throw Unauthorized("token: malformed");

  const auto claims = decoded(token, signer->key, audience_);
  TokenClaims verified{text_claim(claims, "jti"), subject_of(claims), expiry_of(claims)};
  if (verified.expires <= now) throw Unauthorized("token: expired");
  return verified;
}

std::string random_token_id() {
  const auto bytes = random_bytes(16);
  std::string text(bytes.size() * 2 + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  text.pop_back();  // libsodium's terminating NUL
  return text;
}

// The scheme's name is compared without case (RFC 9110, 11.1).
std::string_view bearer_token(const Request& request) {
  constexpr std::string_view kScheme = "bearer ";
  const auto header = request.header("Authorization").value_or("");
  if (header.size() < kScheme.size()) return {};
  const bool is_bearer = std::equal(kScheme.begin(), kScheme.end(), header.begin(), [](char scheme, char c) {
    return scheme == (c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c);
  });
  if (!is_bearer) return {};
  const auto credentials = header.substr(kScheme.size());
  const auto first = credentials.find_first_not_of(' ');
  return first == std::string_view::npos ? std::string_view{} : credentials.substr(first);
}

}  // namespace callboard
