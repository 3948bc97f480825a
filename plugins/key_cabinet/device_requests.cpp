#include "device_requests.hpp"

#include <algorithm>

#include <callboard/crypto.hpp>

namespace key_cabinet {

using namespace callboard;
using nlohmann::json;

namespace {

// What makes a repeat the same request: where it goes, how it is to be read, and every byte of it.
std::string fingerprint(const Request& request) {
  return sha256_hex(request.path() + '\n' + request.media_type() + '\n' + request.body());
}

}  // namespace

std::optional<std::string> idempotency_key(const Request& request) {
  const auto key = request.header("Idempotency-Key");
  if (!key) return std::nullopt;
  const bool printable = std::all_of(key->begin(), key->end(), [](char c) { return c > ' ' && c < 0x7F; });
  if (key->empty() || key->size() > 64 || !printable) {
    throw BadRequest(_("The Idempotency-Key must have 1 to 64 printable characters."), "a bad Idempotency-Key");
  }
  return std::string(*key);
}

Response DeviceRequests::answer(const Request& request, const Visitor& cabinet, const Reader& read) {
  Answer answer;
  try {
    answer = decide(request, cabinet, read);
  } catch (const BadRequest& fault) {
    answer = refused(fault.status(), fault.public_text());
  }
  return Response::bytes(std::move(answer.body), "application/json", static_cast<HttpStatus>(answer.status));
}

Answer DeviceRequests::decide(const Request& request, const Visitor& cabinet, const Reader& read) {
  const auto key = idempotency_key(request);
  if (!key) return database_.transact(read(request.json()));

  const RequestIdentity identity{cabinet.device, *key, fingerprint(request)};
  Work work;
  try {
    work = read(request.json());
  } catch (const BadRequest& error) {
    work = [fault = refused(error.status(), error.public_text())](Transaction&) { return fault; };
  }
  const auto result = requests_.once(identity, work);
  if (result.kind != IdempotentRequests::Kind::OtherRequest) return result.answer;
  return refused(HttpStatus::UnprocessableContent, _("This Idempotency-Key was used for another request."));
}

Answer DeviceRequests::done(const json& members) { return {code_of(HttpStatus::Ok), members.dump()}; }

Answer DeviceRequests::refused(HttpStatus status, const Text& error) const {
  return {code_of(status), json{{"error", view_.translate(error, messages_)}}.dump()};
}

}  // namespace key_cabinet
