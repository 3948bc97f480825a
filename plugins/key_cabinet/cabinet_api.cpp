#include "cabinet_api.hpp"

#include "loan_fields.hpp"
#include "request_identity.hpp"

namespace key_cabinet {

using namespace callboard;
using nlohmann::json;

namespace {

bool by_code(const LoanRequest& request) { return !request.code.empty(); }
bool by_code(const HandoverRequest&) { return false; }

}  // namespace

CabinetApi::CabinetApi(Loans& loans, IdempotentRequests& requests, const CodeLimits& limits, const View& view,
                       Metrics& metrics, Language messages)
    : loans_(loans),
      requests_(requests),
      limits_(limits),
      view_(view),
      messages_(messages),
      issues_{metrics.counter("callboard_keys_issued_total{result=\"ok\"}", "Keys asked for at a cabinet"),
              metrics.counter("callboard_keys_issued_total{result=\"refused\"}", "Keys asked for at a cabinet")},
      returns_{metrics.counter("callboard_keys_returned_total{result=\"ok\"}", "Keys brought back to a cabinet"),
               metrics.counter("callboard_keys_returned_total{result=\"refused\"}", "Keys brought back to a cabinet")},
      handovers_{
          metrics.counter("callboard_keys_handed_over_total{result=\"ok\"}", "Keys handed to another holder"),
          metrics.counter("callboard_keys_handed_over_total{result=\"refused\"}", "Keys handed to another holder")},
      repeats_(metrics.counter("callboard_key_requests_repeated_total",
                               "Requests of a cabinet that were answered from an earlier one's answer")),
      wrong_codes_(metrics.counter("callboard_key_codes_wrong_total", "Pickup codes that nobody had")) {}

Response CabinetApi::issue_key(const Request& request, const Visitor& cabinet) {
  return serve(request, cabinet, issues_, loan_request,
               [&](const LoanRequest& wanted, auto&... tx) { return reply(loans_.issue(tx..., cabinet, wanted)); });
}

Response CabinetApi::return_key(const Request& request, const Visitor& cabinet) {
  return serve(request, cabinet, returns_, loan_request,
               [&](const LoanRequest& wanted, auto&... tx) { return reply(loans_.give_back(tx..., cabinet, wanted)); });
}

Response CabinetApi::hand_over(const Request& request, const Visitor& cabinet) {
  return serve(request, cabinet, handovers_, handover_request, [&](const HandoverRequest& wanted, auto&... tx) {
    return reply(loans_.hand_over(tx..., cabinet, wanted));
  });
}

// Counts and sends what was decided. Faults that the host would report are reported here, so that they
// too are in the language of the cabinet's display.
template <typename Fields, typename Act>
Response CabinetApi::serve(const Request& request, const Visitor& cabinet, const Counters& counters,
                           Fields read(const json&), const Act& act) {
  using Kind = IdempotentRequests::Kind;
  IdempotentRequests::Result result;
  std::optional<std::chrono::seconds> retry_after;
  try {
    result = decide(request, cabinet, read, act);
  } catch (const BadRequest& fault) {
    result.answer = refused(fault.status(), fault.public_text());
  } catch (const TooMany& fault) {
    result.answer = refused(fault.status(), _("Too many wrong codes. Try again later."));
    retry_after = fault.retry_after();
  }
  if (result.kind == Kind::OtherRequest) {
    result.answer = refused(HttpStatus::UnprocessableContent, _("This Idempotency-Key was used for another request."));
  }
  const bool ok = result.answer.status == code_of(HttpStatus::Ok);
  (result.kind == Kind::Repeat ? repeats_ : ok ? counters.done : counters.refused).add();
  auto response =
      Response::bytes(std::move(result.answer.body), "application/json", static_cast<HttpStatus>(result.answer.status));
  if (retry_after) response.headers().set("Retry-After", std::to_string(retry_after->count()));
  return response;
}

// With an Idempotency-Key the answer is stored, whatever it is; a body that cannot be read is no request
// yet, so nothing is stored of it. What goes beyond a limit is no request either.
template <typename Fields, typename Act>
IdempotentRequests::Result CabinetApi::decide(const Request& request, const Visitor& cabinet, Fields read(const json&),
                                              const Act& act) {
  const auto identity = identity_of(request, cabinet.device);
  std::optional<Fields> wanted;
  Answer fault;
  try {
    wanted = read(request.json());
  } catch (const BadRequest& error) {
    fault = refused(error.status(), error.public_text());
  }
  if (wanted && by_code(*wanted)) limits_.before(cabinet.device);

  IdempotentRequests::Result result;
  bool wrong_code = false;
  if (identity) {
    result = requests_.once(*identity, [&](Transaction& tx) {
      const auto made = wanted ? act(*wanted, tx) : Reply{fault};
      wrong_code = made.wrong_code;
      return made.answer;
    });
  } else {
    auto made = wanted ? act(*wanted) : Reply{fault};
    wrong_code = made.wrong_code;
    result.answer = std::move(made.answer);
  }
  if (wrong_code && result.kind == IdempotentRequests::Kind::First) {
    limits_.count_wrong(cabinet.device);
    wrong_codes_.add();
  }
  return result;
}

CabinetApi::Reply CabinetApi::reply(Issue outcome) const {
  switch (outcome) {
    case Issue::UnknownSerial: return {refused(HttpStatus::NotFound, _("No holder has this serial number."))};
    case Issue::UnknownCode: return {refused(HttpStatus::NotFound, _("This code does not hold.")), true};
    case Issue::CodeWithoutHolder:
      return {refused(HttpStatus::NotFound, _("The account of this code is linked to no holder of keys."))};
    case Issue::Blocked: return {denied(HttpStatus::Forbidden, _("This holder is blocked."))};
    case Issue::NoAccess: return {denied(HttpStatus::Forbidden, _("The holder may not take this key."))};
    case Issue::Lost: return {denied(HttpStatus::Forbidden, _("This key is reported lost."))};
    case Issue::OutOfService: return {denied(HttpStatus::Forbidden, _("This key is out of service."))};
    case Issue::OutsideHours: return {denied(HttpStatus::Forbidden, _("The holder may not take this key now."))};
    case Issue::AlreadyOut: return {refused(HttpStatus::BadRequest, _("This key is out already."))};
    case Issue::Issued: break;
  }
  return {done(_("The key is issued."))};
}

CabinetApi::Reply CabinetApi::reply(Return outcome) const {
  switch (outcome) {
    case Return::UnknownSerial: return reply(Issue::UnknownSerial);
    case Return::UnknownCode: return reply(Issue::UnknownCode);
    case Return::CodeWithoutHolder: return reply(Issue::CodeWithoutHolder);
    case Return::NotHeld: return {denied(HttpStatus::BadRequest, _("This holder does not have this key."))};
    case Return::Returned: break;
  }
  return {done(_("The key is returned."))};
}

CabinetApi::Reply CabinetApi::reply(const HandoverResult& result) const {
  switch (result.outcome) {
    case Handover::UnknownGiver: return reply(Issue::UnknownSerial);
    case Handover::MayNotHandOver: return {denied(HttpStatus::Forbidden, _("This holder may not hand keys over."))};
    case Handover::NotHeld: return reply(Return::NotHeld);
    case Handover::SameHolder: return {denied(HttpStatus::BadRequest, _("This holder has this key already."))};
    case Handover::ReceiverRefused: return reply(result.refusal);
    case Handover::Done: break;
  }
  return {done(_("The key is handed over."))};
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
