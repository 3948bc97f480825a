#include "offline_api.hpp"

#include <charconv>

#include "device_event_fields.hpp"
#include "idempotency_key.hpp"
#include "jws.hpp"

namespace key_cabinet {

using namespace callboard;
using nlohmann::json;

namespace {

// A laboratory's cabinet is nobody: there is nothing to tell it, and nobody whose events they would be.
void need_identity(const Visitor& cabinet) {
  if (cabinet.device != CabinetId{}) return;
  throw Forbidden("a cabinet without an identity asks for offline work",
                  _("Offline work needs a cabinet that is enrolled."));
}

std::optional<std::int64_t> since(const Request& request) {
  const auto text = request.query("since");
  if (!text) return std::nullopt;
  std::int64_t version = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), version);
  if (error != std::errc() || end != text->data() + text->size() || version < 0) {
    throw BadRequest(_("The parameter since must be the number of a version."), "a malformed since");
  }
  return version;
}

json said(const std::vector<OfflineEvents::Conflict>& conflicts) {
  auto all = json::array();
  for (const auto& [seq, reason] : conflicts) all.push_back({{"seq", seq}, {"reason", reason}});
  return all;
}

Answer reply(const OfflineEvents::Taken& taken) {
  const json body{{"accepted", taken.accepted}, {"last_seq", taken.last_seq}, {"conflicts", said(taken.conflicts)}};
  return {code_of(HttpStatus::Ok), body.dump()};
}

}  // namespace

OfflineApi::OfflineApi(Snapshots& snapshots, OfflineEvents& events, IdempotentRequests& requests, const CaFolder& keys,
                       const View& view, Metrics& metrics, Language messages)
    : snapshots_(snapshots),
      events_(events),
      requests_(requests),
      keys_(keys),
      view_(view),
      messages_(messages),
      taken_(metrics.counter("callboard_key_device_events_total", "Events that cabinets told afterwards")),
      conflicts_(metrics.counter("callboard_key_device_event_conflicts_total",
                                 "Events that cabinets told afterwards and that did not fit")) {}

Response OfflineApi::access(const Request& request, const Visitor& cabinet) {
  need_identity(cabinet);
  const auto key = keys_.snapshot_key();
  if (!key) throw Unavailable("no key to sign snapshots with: callboard cabinet init");
  const auto from = since(request);
  const auto version = snapshots_.newest(cabinet);
  const auto tag = '"' + std::to_string(version.version) + '"';
  const bool known = request.header("If-None-Match") == tag;
  auto response =
      known ? Response(HttpStatus::NotModified)
            : Response::bytes(jws(*key, "callboard-access", snapshots_.content(cabinet, version, from).dump()),
                              "application/jose");
  return std::move(response).header("ETag", tag).header("Cache-Control", "no-store");
}

// Faults that the host would report are reported here, so that they too are in the language of the cabinet's display.
Response OfflineApi::events(const Request& request, const Visitor& cabinet) {
  need_identity(cabinet);
  Answer answer;
  try {
    answer = take(request, cabinet);
  } catch (const BadRequest& fault) {
    answer = refused(fault.status(), fault.public_text());
  }
  return Response::bytes(std::move(answer.body), "application/json", static_cast<HttpStatus>(answer.status));
}

// With an Idempotency-Key the answer is stored with its effect. Without one a repeat is known by its events' numbers.
Answer OfflineApi::take(const Request& request, const Visitor& cabinet) {
  const auto key = idempotency_key(request);
  if (!key) {
    const auto taken = events_.take(cabinet, device_batch(request.json()));
    count(taken);
    return reply(taken);
  }

  std::optional<DeviceBatch> batch;
  Answer fault;
  try {
    batch = device_batch(request.json());
  } catch (const BadRequest& error) {
    fault = refused(error.status(), error.public_text());
  }
  OfflineEvents::Taken taken;
  const auto result = requests_.once({cabinet.device, *key, request_fingerprint(request)}, [&](Transaction& tx) {
    if (!batch) return fault;
    taken = events_.take(tx, cabinet, *batch);
    return reply(taken);
  });
  if (result.kind == IdempotentRequests::Kind::OtherRequest) {
    return refused(HttpStatus::UnprocessableContent, _("This Idempotency-Key was used for another request."));
  }
  if (result.kind == IdempotentRequests::Kind::First) count(taken);
  return result.answer;
}

void OfflineApi::count(const OfflineEvents::Taken& taken) {
  taken_.add(static_cast<std::uint64_t>(taken.accepted));
  conflicts_.add(taken.conflicts.size());
}

Answer OfflineApi::refused(HttpStatus status, const Text& error) const {
  return {code_of(status), json{{"error", view_.translate(error, messages_)}}.dump()};
}

}  // namespace key_cabinet
