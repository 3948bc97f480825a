#include "people.hpp"

namespace accounts {

using namespace callboard;

People::People(Registrar& host, Foundation& base, const SecondFactorCheck& second_factors)
    : tokens_({host.database(), base.token_rows, base.sign_in, base.journal, host.clock()}, host.keys("bearer"),
              base.settings.token_lifetime),
      authenticator_(tokens_),
      removal_(base.users, directory_, host.peoples_data()),
      administration_({host.database(), base.users, directory_, removal_, base.changes, base.registration, base.journal,
                       base.limits, second_factors, base.hasher, base.rules, host.audit(), host.mailer(),
                       host.clock()}),
      editing_({base.users, administration_, base.changes, base.verification, base.journal, base.links, host.audit(),
                host.mailer(), host.clock(), host.site()}),
      invitations_({host.database(), base.users, base.links, administration_, base.registration, base.hasher,
                    host.audit(), host.mailer(), host.clock(), host.site()}),
      json_api_({base.registration, base.sign_in, tokens_, second_factors, base.settings.registration}),
      users_api_(host.database(), directory_, administration_),
      invitation_pages_(host.view(), invitations_) {}

void People::register_with(Registrar& host) {
  host.authenticator(authenticator_);
  host.people_names(names_);
  add_api(host.routes(ErrorShape::Message));
  add_pages(host.routes());
}

void People::add_api(Routes& routes) {
  const auto admin = role("admin");
  constexpr std::uint64_t kBodyLimit = 16 * 1024;
  routes.get("/users", admin, [this](const Request&, const Visitor&) { return users_api_.list(); });
  auto& add = routes.post("/users", admin, [this](const Request& r, const Visitor& v) { return users_api_.add(r, v); });
  add.heavy = true;
  add.body_limit = kBodyLimit;
  auto& change =
      routes.put("/users/{id}", admin, [this](const Request& r, const Visitor& v) { return users_api_.change(r, v); });
  change.heavy = true;
  change.body_limit = kBodyLimit;
  routes.del("/users/{id}", admin, [this](const Request& r, const Visitor& v) { return users_api_.remove(r, v); });
}

void People::add_pages(Routes& routes) {
  const auto admin = role("admin");
  const auto admin_again = admin.recently();
  routes.get("/admin/users/invite", admin,
             [this](const Request&, const Visitor& v) { return invitation_pages_.list(v); });
  routes.post("/admin/users/invite", admin_again,
              [this](const Request& r, const Visitor& v) { return invitation_pages_.invite(r, v); });
  routes.post("/admin/users/invite/revoke", admin_again,
              [this](const Request& r, const Visitor& v) { return invitation_pages_.revoke(r, v); });
  routes.get("/invitation/{token}", everyone,
             [this](const Request& r, const Visitor&) { return invitation_pages_.ask(r); });
  routes
      .post("/invitation/{token}", everyone,
            [this](const Request& r, const Visitor&) { return invitation_pages_.accept(r); })
      .heavy = true;
}

}  // namespace accounts
