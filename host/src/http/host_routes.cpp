#include "http/host_routes.hpp"

#include "callboard/encoding.hpp"
#include "http/language.hpp"

namespace callboard::host {
namespace {

constexpr std::chrono::hours kYear{24 * 365};

Response switch_language(const Request& request, const Visitor&) {
  const auto language = language_from(request.form().value("language"));
  if (!language) throw BadRequest(_("This language is not available."), "an unknown language");
  const auto next = request.form().value("next");
  return see_other(is_same_site_path(next) ? next : "/")
      .cookie({std::string(kLanguageCookie), std::string(code_of(*language)), kYear});
}

bool reachable(const std::function<bool()>& check) {
  try {
    return check();
  } catch (const std::exception&) {
    return false;
  }
}

Response ready(const HostChecks& checks) {
  const bool database = reachable(checks.database_reachable);
  return Response::json(
      {{"status", database ? "ready" : "not ready"}, {"database", database}, {"plugins", checks.plugins()}},
      database ? HttpStatus::Ok : HttpStatus::Unavailable);
}

}  // namespace

void add_host_routes(Router& router, HostChecks checks) {
  router.group("host", ErrorShape::Page).post("/language", everyone, switch_language);
  auto& machine = router.group("host", ErrorShape::Message);
  machine.get("/-/health", everyone, [](const Request&, const Visitor&) { return Response::json({{"status", "ok"}}); });
  machine.get("/-/ready", everyone, [checks](const Request&, const Visitor&) { return ready(checks); });
  machine.get("/-/metrics", everyone, [checks](const Request&, const Visitor&) {
    return Response::bytes(checks.metrics(), "text/plain; version=0.0.4; charset=utf-8");
  });
}

}  // namespace callboard::host
