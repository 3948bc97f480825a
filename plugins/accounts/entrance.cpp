#include "entrance.hpp"

namespace accounts {

using namespace callboard;

Entrance::Entrance(Registrar& host, Foundation& base, const JsonApi& programs)
    : programs_(programs),
      password_change_(
          {host.database(), base.users, base.sessions, base.sign_in, base.changes, base.hasher, base.rules}),
      password_reset_({host.database(), base.users, base.links, base.pending_rows, base.changes, base.journal,
                       base.limits, base.hasher, base.rules, host.rate_limiter(), host.mailer(), host.clock(),
                       host.site()}),
      session_authenticator_(host.database(), base.sessions, base.settings.require_mfa),
      sign_in_pages_({host.database(), host.view(), base.sign_in, base.sessions, base.limits, base.journal,
                      host.clock(), base.settings.registration}),
      registration_pages_(host.database(), host.view(), base.registration, base.verification, base.users, host.site(),
                          base.settings.registration),
      password_pages_(host.view(), password_change_),
      password_reset_pages_(host.view(), password_reset_) {}

void Entrance::register_with(Registrar& host) {
  host.authenticator(session_authenticator_);
  host.job({"reset_links", std::chrono::seconds(1), [this] { password_reset_.mail_links(); }});
  auto& routes = host.routes();
  add_registration(routes);
  add_sign_in(routes);
  add_passwords(routes);
}

void Entrance::add_registration(Routes& routes) {
  routes.get("/register", everyone,
             [this](const Request& r, const Visitor& v) { return registration_pages_.ask(r, v); });
  const auto add = [this](const Request& r, const Visitor&) {
    return is_json(r) ? programs_.register_user(r) : registration_pages_.add(r);
  };
  routes.post("/register", everyone, add).heavy = true;
  routes.get("/email/verify/{token}", everyone,
             [this](const Request& r, const Visitor&) { return registration_pages_.ask_to_verify(r); });
  routes.post("/email/verify/{token}", everyone,
              [this](const Request& r, const Visitor&) { return registration_pages_.verify(r); });
  routes.post("/email/verify", signed_in,
              [this](const Request&, const Visitor& v) { return registration_pages_.send_again(v); });
}

void Entrance::add_sign_in(Routes& routes) {
  routes.get("/login", everyone, [this](const Request& r, const Visitor& v) { return sign_in_pages_.ask(r, v); });
  const auto sign_in = [this](const Request& r, const Visitor&) {
    return is_json(r) ? programs_.sign_in(r) : sign_in_pages_.sign_in(r);
  };
  routes.post("/login", everyone, sign_in).heavy = true;
  routes.get("/login/again", signed_in,
             [this](const Request& r, const Visitor&) { return sign_in_pages_.ask_again(r); });
  const auto again = [this](const Request& r, const Visitor& v) { return sign_in_pages_.sign_in_again(r, v); };
  routes.post("/login/again", signed_in, again).heavy = true;
  routes.get("/logout", signed_in, [this](const Request&, const Visitor&) { return sign_in_pages_.ask_to_sign_out(); });
  routes.post("/logout", signed_in,
              [this](const Request& r, const Visitor& v) { return sign_in_pages_.sign_out(r, v); });
}

void Entrance::add_passwords(Routes& routes) {
  routes.get("/password/change", signed_in, [this](const Request&, const Visitor&) { return password_pages_.ask(); });
  const auto change = [this](const Request& r, const Visitor& v) { return password_pages_.change(r, v); };
  routes.post("/password/change", signed_in, change).heavy = true;
  routes.get("/password/change/done", signed_in,
             [this](const Request&, const Visitor&) { return password_pages_.done(); });
  routes.get("/password/reset", everyone,
             [this](const Request&, const Visitor&) { return password_reset_pages_.ask_for_address(); });
  routes.post("/password/reset", everyone,
              [this](const Request& r, const Visitor&) { return password_reset_pages_.take_address(r); });
  routes.get("/password/reset/{token}", everyone,
             [this](const Request& r, const Visitor&) { return password_reset_pages_.ask_for_password(r); });
  const auto set = [this](const Request& r, const Visitor&) { return password_reset_pages_.set_password(r); };
  routes.post("/password/reset/{token}", everyone, set).heavy = true;
}

}  // namespace accounts
