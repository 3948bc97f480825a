#include "http/csrf.hpp"

#include "callboard/crypto.hpp"

namespace callboard::host {
namespace {

constexpr std::string_view kCookie = "csrf";
constexpr std::size_t kIdBytes = 16;
constexpr std::size_t kIdLength = 22;  // kIdBytes in base64

std::string mask(std::string_view secret, std::string_view noise) {
  std::string masked(noise);
  for (std::size_t i = 0; i < secret.size(); ++i) masked += static_cast<char>(secret[i] ^ noise[i]);
  return masked;
}

std::string id_of(const Request& request) {
  const auto cookie = request.cookie(cookie_name(request, kCookie));
  return cookie && cookie->size() == kIdLength ? std::string(*cookie) : std::string();
}

}  // namespace

std::string Csrf::issue(const Request& request, Response& response) const {
  auto id = id_of(request);
  if (id.empty()) {
    id = to_base64url(random_bytes(kIdBytes));
    response.add_cookie({cookie_name(request, kCookie), id, std::nullopt});
  }
  return to_base64url(mask(text_of(signer_.mac(id)), random_bytes(Signer::kMacBytes)));
}

void Csrf::check(const Request& request) const {
  const auto id = id_of(request);
  if (id.empty()) throw Forbidden("csrf: no cookie", _("This form has expired. Open the page again and retry."));
  const auto header = request.header(kHeader);
  if (!matches(header ? std::string(*header) : request.form().value(kField), id)) {
    throw Forbidden("csrf: the token is absent or wrong", _("This form has expired. Open the page again and retry."));
  }
}

bool Csrf::matches(std::string_view token, std::string_view id) const {
  const auto bytes = from_base64url(token);
  if (!bytes || bytes->size() != 2 * Signer::kMacBytes) return false;
  const auto noise = std::string_view(*bytes).substr(0, Signer::kMacBytes);
  const auto given = mask(std::string_view(*bytes).substr(Signer::kMacBytes), noise).substr(Signer::kMacBytes);
  return signer_.holds(given, id);
}

}  // namespace callboard::host
