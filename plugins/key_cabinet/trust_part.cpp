#include "trust_part.hpp"

namespace key_cabinet {

using namespace callboard;

namespace {

std::optional<DeviceTokens> tokens_by(const std::string& key) {
  if (key.empty()) return std::nullopt;
  return DeviceTokens(key);
}

}  // namespace

TrustPart::TrustPart(Registrar& host, Foundation& f)
    : tokens_(tokens_by(f.settings.token_key)),
      maker_(f.settings, tokens_ ? &*tokens_ : nullptr, f.ca_folder, f.site),
      cabinets_(f.database, f.cabinet_rows, maker_, f.clock, f.audit),
      revocations_(f.database, f.cabinet_rows, f.ca_folder, f.clock, f.log),
      commands_(cabinets_, revocations_, f.ca_folder, f.site, f.clock),
      last_seen_(f.database, states_, f.clock, f.log),
      authenticator_(f.database, f.cabinet_rows, tokens_ ? &*tokens_ : nullptr, last_seen_, f.clock, f.settings),
      requests_(f.database, f.requests, f.view, f.settings.messages),
      api_(requests_, states_, f.clock),
      admin_(f.database, cabinets_, revocations_, f.clock, f.settings) {
  if (f.settings.auth == Auth::Open) {
    f.log.warning("key_cabinet.open", {{"text", "auth = \"open\": whoever reaches this server can take keys"}});
  }
  host.authenticator(authenticator_);
  host.command({"cabinet", "enrol, list, rotate and revoke key cabinets",
                [this](const auto& arguments, auto& out, auto& err) { return commands_.run(arguments, out, err); }});
  host.job({"revocation_list", std::chrono::minutes(10), [this] { revocations_.renew(); }});
  add_routes(host);
  add_administration(host);
}

void TrustPart::add_routes(Registrar& host) {
  auto& routes = host.routes(ErrorShape::Error);
  routes.get("/cabinet/v1/time", device, [this](const Request&, const Visitor&) { return api_.time(); });
  routes
      .post("/cabinet/v1/check-in", device, [this](const Request& r, const Visitor& v) { return api_.check_in(r, v); })
      .body_limit = 16 * 1024;
}

void TrustPart::add_administration(Registrar& host) {
  host.admin_resource(admin_.resource());
  host.pending_work(admin_.silent());
  host.when_all_registered([this](Registrar& all) {
    auto* frame = all.find<theatre_admin::AdminPages>();
    if (frame == nullptr) return;
    pages_.emplace(cabinets_, revocations_, *frame);
    pages_->add_routes(all.routes());
  });
}

}  // namespace key_cabinet
