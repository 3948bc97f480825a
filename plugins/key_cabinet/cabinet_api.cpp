#include "cabinet_api.hpp"

#include <algorithm>

#include <callboard/crypto.hpp>

#include "loan_fields.hpp"

namespace key_cabinet {

using namespace callboard;
using nlohmann::json;

namespace {

std::optional<std::string> idempotency_key(const Request& request) {
  const auto key = request.header("Idempotency-Key");
  if (!key) return std::nullopt;
  const bool printable = std::all_of(key->begin(), key->end(), [](char c) { return c > ' ' && c < 0x7F; });
  if (key->empty() || key->size() > 64 || !printable) {
    throw BadRequest(_("The Idempotency-Key must have 1 to 64 printable characters."), "a bad Idempotency-Key");
  }
  return std::string(*key);
}

// What makes a repeat the same request: where it goes, how it is to be read, and every byte of it.
std::string fingerprint(const Request& request) {
  return sha256_hex(request.path() + '\n' + request.media_type() + '\n' + request.body());
}

}  // namespace

CabinetApi::CabinetApi(Loans& loans, IdempotentRequests& requests, const View& view, Metrics& metrics,
                       Language messages)
    : loans_(loans),
      requests_(requests),
      view_(view),
      messages_(messages),
      issues_{metrics.counter("callboard_keys_issued_total{result=\"ok\"}", "Keys asked for at a cabinet"),
              metrics.counter("callboard_keys_issued_total{result=\"refused\"}", "Keys asked for at a cabinet")},
      returns_{metrics.counter("callboard_keys_returned_total{result=\"ok\"}", "Keys brought back to a cabinet"),
               metrics.counter("callboard_keys_returned_total{result=\"refused\"}", "Keys brought back to a cabinet")},
      repeats_(metrics.counter("callboard_key_requests_repeated_total",
                               "Requests of a cabinet that were answered from an earlier one's answer")) {}

Response CabinetApi::issue_key(const Request& request, const Visitor& cabinet) {
  return serve(request, cabinet, issues_,
               [&](const LoanRequest& wanted, auto&... tx) { return reply(loans_.issue(tx..., cabinet, wanted)); });
}

Response CabinetApi::return_key(const Request& request, const Visitor& cabinet) {
  return serve(request, cabinet, returns_,
               [&](const LoanRequest& wanted, auto&... tx) { return reply(loans_.give_back(tx..., cabinet, wanted)); });
}

// Counts and sends what was decided. Faults that the host would report are reported here, so that they
// too are in the language of the cabinet's display.
template <typename Act>
Response CabinetApi::serve(const Request& request, const Visitor& cabinet, const Counters& counters, const Act& act) {
  using Kind = IdempotentRequests::Kind;
  IdempotentRequests::Result result;
  try {
    result = decide(request, cabinet, act);
  } catch (const BadRequest& fault) {
    result.answer = refused(fault.status(), fault.public_text());
  }
  if (result.kind == Kind::OtherRequest) {
    result.answer = refused(HttpStatus::UnprocessableContent, _("This Idempotency-Key was used for another request."));
  }
  const bool ok = result.answer.status == code_of(HttpStatus::Ok);
  (result.kind == Kind::Repeat ? repeats_ : ok ? counters.done : counters.refused).add();
  return Response::bytes(std::move(result.answer.body), "application/json",
                         static_cast<HttpStatus>(result.answer.status));
}

// With an Idempotency-Key the answer is stored, whatever it is; a body that cannot be read is no request
// yet, so nothing is stored of it.
template <typename Act>
IdempotentRequests::Result CabinetApi::decide(const Request& request, const Visitor& cabinet, const Act& act) {
  const auto key = idempotency_key(request);
  if (!key) return {IdempotentRequests::Kind::First, act(loan_request(request.json()))};

  const RequestIdentity identity{cabinet.device, *key, fingerprint(request)};
  std::optional<LoanRequest> wanted;
  Answer fault;
  try {
    wanted = loan_request(request.json());
  } catch (const BadRequest& error) {
    fault = refused(error.status(), error.public_text());
  }
  return requests_.once(identity, [&](Transaction& tx) { return wanted ? act(*wanted, tx) : fault; });
}

Answer CabinetApi::reply(Issue outcome) const {
  switch (outcome) {
    case Issue::UnknownSerial: return refused(HttpStatus::NotFound, _("No holder has this serial number."));
    case Issue::NoAccess: return denied(HttpStatus::Forbidden, _("The holder may not take this key."));
    case Issue::AlreadyOut: return refused(HttpStatus::BadRequest, _("This key is out already."));
    case Issue::Issued: break;
  }
  return done(_("The key is issued."));
}

Answer CabinetApi::reply(Return outcome) const {
  switch (outcome) {
    case Return::UnknownSerial: return refused(HttpStatus::NotFound, _("No holder has this serial number."));
    case Return::NotHeld: return denied(HttpStatus::BadRequest, _("This holder does not have this key."));
    case Return::Returned: break;
  }
  return done(_("The key is returned."));
}

Answer CabinetApi::done(const Text& message) const {
  return {code_of(HttpStatus::Ok), json{{"message", say(message)}, {"access", true}}.dump()};
}

Answer CabinetApi::refused(HttpStatus status, const Text& error) const {
  return {code_of(status), json{{"error", say(error)}}.dump()};
}

Answer CabinetApi::denied(HttpStatus status, const Text& error) const {
  return {code_of(status), json{{"error", say(error)}, {"access", false}}.dump()};
}

}  // namespace key_cabinet
