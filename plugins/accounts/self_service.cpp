#include "self_service.hpp"

namespace accounts {

using namespace callboard;

SelfService::SelfService(Registrar& host, Foundation& base, const AccountRemoval& removal)
    : email_change_({host.database(), base.users, base.links, base.changes, base.journal, host.mailer(), host.clock(),
                     host.site()}),
      profile_({host.database(), base.users, email_change_, base.journal, host.media(), host.pictures(), host.clock()}),
      devices_(host.database(), base.sessions, base.journal, host.clock()),
      security_journal_(host.database(), base.journal, base.users),
      own_data_({base.users, base.session_rows, base.journal, host.media(), host.clock()}),
      profile_pages_(
          {host.database(), host.view(), profile_, email_change_, base.users, base.session_rows, host.media()}),
      sessions_pages_(host.view(), devices_),
      journal_pages_(host.view(), security_journal_),
      own_data_pages_({host.database(), host.view(), host.peoples_data(), base.sign_in, removal, base.users,
                       base.journal, host.mailer(), host.clock()}) {}

void SelfService::register_with(Registrar& host) {
  host.personal_data({"accounts", [this](Transaction& tx, UserId user) { return own_data_.collect(tx, user); },
                      [this](Transaction& tx, UserId user) { own_data_.erase(tx, user); }});
  auto& routes = host.routes();
  add_profile(routes);
  add_security(routes);
  add_own_data(routes);
}

void SelfService::add_profile(Routes& routes) {
  constexpr std::uint64_t kPictureForm = 12 * 1024 * 1024;
  routes.get("/profile", signed_in, [this](const Request& r, const Visitor& v) { return profile_pages_.show(r, v); });
  auto& change = routes.post("/profile", signed_in,
                             [this](const Request& r, const Visitor& v) { return profile_pages_.change(r, v); });
  change.heavy = true;
  change.body_limit = kPictureForm;
  routes.get("/people/{id}/picture/{size}", signed_in,
             [this](const Request& r, const Visitor&) { return profile_pages_.picture(r); });
  routes.get("/email/change/{token}", everyone,
             [this](const Request& r, const Visitor&) { return profile_pages_.ask_to_confirm_email(r); });
  routes.post("/email/change/{token}", everyone,
              [this](const Request& r, const Visitor& v) { return profile_pages_.confirm_email(r, v); });
}

void SelfService::add_security(Routes& routes) {
  routes.get("/account/sessions", signed_in,
             [this](const Request&, const Visitor& v) { return sessions_pages_.list(v); });
  routes.post("/account/sessions/revoke", signed_in,
              [this](const Request& r, const Visitor& v) { return sessions_pages_.revoke(r, v); });
  routes.get("/account/journal", signed_in,
             [this](const Request& r, const Visitor& v) { return journal_pages_.list(r, v); });
}

void SelfService::add_own_data(Routes& routes) {
  routes.get("/account/export", recently_authenticated,
             [this](const Request& r, const Visitor& v) { return own_data_pages_.download(r, v); });
  routes.get("/account/delete", signed_in,
             [this](const Request&, const Visitor&) { return own_data_pages_.ask_to_delete(); });
  const auto remove = [this](const Request& r, const Visitor& v) { return own_data_pages_.remove(r, v); };
  routes.post("/account/delete", signed_in, remove).heavy = true;
}

}  // namespace accounts
