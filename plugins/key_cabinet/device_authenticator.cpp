#include "device_authenticator.hpp"

#include <algorithm>

namespace key_cabinet {

using namespace callboard;

namespace {

// The credentials of `Authorization: Bearer …`; the scheme's name is compared without case (RFC 9110, 11.1).
std::string_view bearer(const Request& request) {
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

}  // namespace

std::optional<Visitor> DeviceAuthenticator::authenticate(const Request& request) {
  const auto encoded = bearer(request);
  // Another plugin's tokens are not ours to judge.
  if (!tokens_.recognises(encoded)) return std::nullopt;
  const auto token = tokens_.verify(encoded, clock_.now());
  auto name = database_.read_single([&](Transaction& tx) { return rows_.name_by_token(tx, token); });
  if (!name) throw Unauthorized("device token: revoked or unknown");

  Visitor visitor;
  visitor.kind = Visitor::Kind::Device;
  visitor.device = token.cabinet;
  visitor.name = std::move(*name);
  visitor.language = messages_;
  return visitor;
}

}  // namespace key_cabinet
