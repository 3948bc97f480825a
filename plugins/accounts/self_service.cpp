#include "self_service.hpp"

namespace accounts {

using namespace callboard;

SelfService::SelfService(Registrar& host, const Parts& p)
    : email_change_(
          {host.database(), p.users, p.links, p.changes, p.journal, host.mailer(), host.clock(), host.site()}),
      profile_({host.database(), p.users, email_change_, p.journal, host.media(), host.pictures(), host.clock()}),
      own_data_({p.users, p.sessions, p.journal, host.media(), host.clock()}),
      profile_pages_({host.database(), host.view(), profile_, email_change_, p.users, p.sessions, host.media()}),
      own_data_pages_({host.database(), host.view(), host.peoples_data(), p.sign_in, p.removal, p.users, p.journal,
                       host.mailer(), host.clock()}) {}

void SelfService::register_with(Registrar& host) {
  host.personal_data({"accounts", [this](Transaction& tx, UserId user) { return own_data_.collect(tx, user); },
                      [this](Transaction& tx, UserId user) { own_data_.erase(tx, user); }});
  add_routes(host.routes());
}

void SelfService::add_routes(Routes& routes) {
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
  routes.get("/account/export", recently_authenticated,
             [this](const Request& r, const Visitor& v) { return own_data_pages_.download(r, v); });
  routes.get("/account/delete", signed_in,
             [this](const Request&, const Visitor&) { return own_data_pages_.ask_to_delete(); });
  routes
      .post("/account/delete", signed_in,
            [this](const Request& r, const Visitor& v) { return own_data_pages_.remove(r, v); })
      .heavy = true;
}

}  // namespace accounts
