#include "device_authenticator.hpp"

namespace key_cabinet {

using namespace callboard;

std::optional<Visitor> DeviceAuthenticator::authenticate(const Request& request) {
  const auto encoded = bearer_token(request);
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
