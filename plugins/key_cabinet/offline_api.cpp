#include "offline_api.hpp"

#include <charconv>

#include "device_event_fields.hpp"
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
  return DeviceRequests::done(body);
}

}  // namespace

OfflineApi::OfflineApi(Snapshots& snapshots, OfflineEvents& events, DeviceRequests requests, const CaFolder& keys,
                       Metrics& metrics)
    : snapshots_(snapshots),
      events_(events),
      requests_(std::move(requests)),
      keys_(keys),
      taken_(metrics.counter("callboard_key_device_events_total", "Events that cabinets told afterwards")) {}

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

Response OfflineApi::events(const Request& request, const Visitor& cabinet) {
  need_identity(cabinet);
  OfflineEvents::Taken taken;
  auto response = requests_.answer(request, cabinet, [&](const json& body) -> DeviceRequests::Work {
    return [&, batch = device_batch(body)](Transaction& tx) {
      taken = events_.take(tx, cabinet, batch);
      return reply(taken);
    };
  });
  taken_.add(static_cast<std::uint64_t>(taken.accepted));
  return response;
}

}  // namespace key_cabinet
