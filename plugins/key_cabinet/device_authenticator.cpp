#include "device_authenticator.hpp"

namespace key_cabinet {

using namespace callboard;

std::optional<Visitor> DeviceAuthenticator::authenticate(const Request& request) {
  auto cabinet = auth_ == Auth::Open ? std::optional(known_or_anybody(request)) : known(request);
  if (!cabinet) return std::nullopt;
  if (cabinet->id != CabinetId{}) last_seen_.note(cabinet->id);
  return visitor(std::move(*cabinet));
}

// In a laboratory nobody has to have a credential, but who has one that holds is known by it.
KnownCabinet DeviceAuthenticator::known_or_anybody(const Request& request) {
  try {
    if (auto cabinet = known(request)) return std::move(*cabinet);
  } catch (const Unauthorized&) {
  }
  return {CabinetId{}, "open"};
}

// The certificate counts before the token, whose row is not read then. Brought together they must be of one cabinet:
// a token that travelled to another device is worth nothing beside that one's certificate.
std::optional<KnownCabinet> DeviceAuthenticator::known(const Request& request) {
  const bool certificates_count = auth_ != Auth::Token;
  const auto token = token_in(request);
  if (certificates_count && !request.head().client_serial.empty()) {
    auto cabinet = by_certificate(request);
    if (token && token->cabinet != cabinet.id) throw Unauthorized("device token: of another cabinet");
    return cabinet;
  }
  if (!token) return std::nullopt;
  if (auth_ == Auth::Certificate) throw Unauthorized("device token: a certificate is needed");
  auto cabinet = look_ups_.by_token(*token);
  if (!cabinet) throw Unauthorized("device token: revoked or unknown");
  return cabinet;
}

// nginx has checked who signed it. That it is one of ours, and which, says the table by its serial number; the subject
// has to agree, should nginx trust a second CA.
KnownCabinet DeviceAuthenticator::by_certificate(const Request& request) {
  const auto& head = request.head();
  auto cabinet = look_ups_.by_certificate(head.client_serial);
  if (!cabinet) throw Unauthorized("device certificate: revoked, expired or unknown");
  if (!head.client_certificate.starts_with(subject_prefix(cabinet->id))) {
    throw Unauthorized("device certificate: its subject is not the cabinet's");
  }
  return std::move(*cabinet);
}

// Nothing for another plugin's tokens, which are not ours to judge.
std::optional<DeviceToken> DeviceAuthenticator::token_in(const Request& request) {
  if (tokens_ == nullptr) return std::nullopt;
  const auto encoded = bearer_token(request);
  if (!tokens_->recognises(encoded)) return std::nullopt;
  return verified(encoded);
}

// A cabinet sends the same token for years. That it is genuine stays true, so it is found out once: reading and hashing
// a JWT costs as much as the rest of a request. Only genuine ones are kept, so nobody else can fill the memory.
DeviceToken DeviceAuthenticator::verified(std::string_view encoded) {
  constexpr std::size_t kMost = 1024;
  const auto now = clock_.now();
  {
    const std::lock_guard lock(mutex_);
    const auto known = genuine_.find(encoded);
    if (known != genuine_.end() && now < known->second.expires) return known->second;
  }
  auto token = tokens_->verify(encoded, now);  // says what is wrong with it, also with one that has expired since
  const std::lock_guard lock(mutex_);
  if (genuine_.size() >= kMost) genuine_.clear();
  genuine_.insert_or_assign(std::string(encoded), token);
  return token;
}

Visitor DeviceAuthenticator::visitor(KnownCabinet cabinet) const {
  Visitor visitor;
  visitor.kind = Visitor::Kind::Device;
  visitor.device = cabinet.id;
  visitor.name = std::move(cabinet.name);
  visitor.language = messages_;
  return visitor;
}

}  // namespace key_cabinet
