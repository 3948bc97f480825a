#include "device_requests.hpp"

#include "request_identity.hpp"

namespace key_cabinet {

using namespace callboard;
using nlohmann::json;

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
  const auto identity = identity_of(request, cabinet.device);
  if (!identity) return database_.transact(read(request.json()));

  Work work;
  try {
    work = read(request.json());
  } catch (const BadRequest& error) {
    work = [fault = refused(error.status(), error.public_text())](Transaction&) { return fault; };
  }
  const auto result = requests_.once(*identity, work);
  if (result.kind != IdempotentRequests::Kind::OtherRequest) return result.answer;
  return refused(HttpStatus::UnprocessableContent, _("This Idempotency-Key was used for another request."));
}

Answer DeviceRequests::done(const json& members) { return {code_of(HttpStatus::Ok), members.dump()}; }

Answer DeviceRequests::refused(HttpStatus status, const Text& error) const {
  return {code_of(status), json{{"error", view_.translate(error, messages_)}}.dump()};
}

}  // namespace key_cabinet
