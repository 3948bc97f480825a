#include "offline_part.hpp"

#include "device_events_admin.hpp"

namespace key_cabinet {

using namespace callboard;

OfflinePart::OfflinePart(Registrar& host, Foundation& foundation)
    : events_(foundation.database, event_rows_, foundation.loan_rows, foundation.clock, foundation.site),
      snapshots_(foundation.database, snapshot_rows_, foundation.clock, foundation.site,
                 foundation.settings.offline_life),
      api_(snapshots_, events_,
           DeviceRequests(foundation.database, foundation.requests, foundation.view, foundation.settings.messages),
           foundation.ca_folder, foundation.metrics) {
  add_routes(host);
  add_device_events_admin(host, event_rows_, foundation.audit, foundation.clock);
}

void OfflinePart::add_routes(Registrar& host) {
  auto& routes = host.routes(ErrorShape::Error);
  constexpr std::uint64_t kBatchLimit = 256 * 1024;  // as nginx has it
  routes.get("/cabinet/v1/access", device, [this](const Request& r, const Visitor& v) { return api_.access(r, v); });
  routes.post("/cabinet/v1/events", device, [this](const Request& r, const Visitor& v) { return api_.events(r, v); })
      .body_limit = kBatchLimit;
}

}  // namespace key_cabinet
