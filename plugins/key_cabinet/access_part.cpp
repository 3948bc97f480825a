#include "access_part.hpp"

namespace key_cabinet {

using namespace callboard;

AccessPart::AccessPart(Registrar& host, Foundation& foundation)
    : limits_(host.rate_limiter()),
      api_(foundation.loans, foundation.requests, limits_, foundation.view, foundation.metrics,
           foundation.settings.messages),
      codes_(foundation.database, foundation.code_rows, foundation.clock, host.rate_limiter(),
             foundation.settings.code_lifetime),
      code_page_(codes_, foundation.view),
      overdue_({foundation.database, overdue_rows_, foundation.clock, foundation.site, host.people(), host.mailer(),
                foundation.log,
                foundation.metrics.counter("callboard_keys_overdue_total", "Keys that were not back in time")}),
      room_keys_(foundation.clock) {
  add_routes(host);
  add_jobs(host, foundation);
  add_personal_data(host, foundation);
  host.menu({_("Pickup code"), "/generate_code", signed_in, 60});
  host.pending_work({_("Overdue keys"), "/admin/keys/out", 40, [this, &clock = foundation.clock](Transaction& tx) {
                       return overdue_rows_.count(tx, clock.now());
                     }});
  host.provide<RoomKeys>(room_keys_);
}

void AccessPart::add_routes(Registrar& host) {
  auto& routes = host.routes(ErrorShape::Error);
  constexpr std::uint64_t kBodyLimit = 16 * 1024;
  routes.post("/issue_key", device, [this](const Request& r, const Visitor& v) { return api_.issue_key(r, v); })
      .body_limit = kBodyLimit;
  routes.post("/return_key", device, [this](const Request& r, const Visitor& v) { return api_.return_key(r, v); })
      .body_limit = kBodyLimit;
  routes
      .post("/cabinet/v1/handover", device, [this](const Request& r, const Visitor& v) { return api_.hand_over(r, v); })
      .body_limit = kBodyLimit;
  host.routes().get("/generate_code", signed_in,
                    [this](const Request& r, const Visitor& v) { return code_page_.fresh_code(r, v); });
}

void AccessPart::add_jobs(Registrar& host, Foundation& foundation) {
  host.job({"forget_answers", std::chrono::hours(1), [&requests = foundation.requests] { requests.forget_old(); }});
  host.job({"forget_codes", std::chrono::hours(1), [this] { codes_.forget_expired(); }});
  host.job({"overdue_keys", std::chrono::seconds(20), [this] { overdue_.tell(); }});
}

// A code is a secret of minutes: nothing to take along, but it goes with its account.
void AccessPart::add_personal_data(Registrar& host, const Foundation& foundation) {
  host.personal_data({"pickup_codes", [](Transaction&, UserId) { return nlohmann::json(); },
                      [&codes = foundation.code_rows](Transaction& tx, UserId user) { codes.remove_of(tx, user); }});
}

}  // namespace key_cabinet
