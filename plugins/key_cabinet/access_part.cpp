#include "access_part.hpp"

namespace key_cabinet {

using namespace callboard;

AccessPart::AccessPart(Registrar& host, Foundation& foundation)
    : api_(foundation.loans, foundation.requests, foundation.view, foundation.metrics, foundation.settings.messages) {
  add_routes(host);
  host.job({"forget_answers", std::chrono::hours(1), [&requests = foundation.requests] { requests.forget_old(); }});
}

void AccessPart::add_routes(Registrar& host) {
  auto& routes = host.routes(ErrorShape::Error);
  constexpr std::uint64_t kBodyLimit = 16 * 1024;
  routes.post("/issue_key", device, [this](const Request& r, const Visitor& v) { return api_.issue_key(r, v); })
      .body_limit = kBodyLimit;
  routes.post("/return_key", device, [this](const Request& r, const Visitor& v) { return api_.return_key(r, v); })
      .body_limit = kBodyLimit;
}

}  // namespace key_cabinet
