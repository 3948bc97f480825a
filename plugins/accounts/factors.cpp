#include "factors.hpp"

namespace accounts {

using namespace callboard;

Factors::Factors(Registrar& host, const Foundation& base)
    : base_(base),
      offers_(host.keys("totp_offer")),
      codes_({totp_, recovery_, base.limits, host.rate_limiter(), host.clock()}, host.keys("totp")),
      mfa_({host.database(), base.users, totp_, recovery_, codes_, offers_, base.sessions, base.changes, host.clock()}),
      mfa_sign_in_({host.database(), base.users, totp_, codes_, offers_, base.sign_in, base.changes, base.journal,
                    host.clock()}),
      check_({host.database(), codes_, base.changes, base.journal, host.clock()}),
      challenges_(host.keys("webauthn")),
      passkeys_({host.database(), base.users, passkey_rows_, challenges_, base.sessions, base.changes, host.clock(),
                 host.log()},
                relying_party(*host.site().info())),
      passkey_sign_in_({host.database(), base.users, passkey_rows_, challenges_, base.sign_in, base.changes,
                        base.journal, host.clock(), host.log()},
                       relying_party(*host.site().info())),
      slip_(host.keys("recovery_codes")),
      setup_page_(host.view(), host.site()),
      mfa_pages_({host.view(), mfa_, setup_page_, slip_, host.clock()}),
      mfa_sign_in_pages_({host.view(), mfa_sign_in_, setup_page_, slip_, base.limits, host.clock()}),
      passkey_pages_({host.view(), passkeys_, passkey_sign_in_, base.limits}) {}

void Factors::register_with(Registrar& host, const Administration& administration) {
  reset_.emplace(
      MfaReset::Parts{host.database(), base_.users, totp_, recovery_, base_.changes, administration, host.audit()});
  // What is kept goes with the account's row.
  host.personal_data(
      {"sign_in", [this](Transaction& tx, UserId user) { return own_data(tx, user); }, [](Transaction&, UserId) {}});
  add_code_routes(host.routes());
  add_passkey_routes(host.routes(), host.routes(ErrorShape::Message));
}

nlohmann::json Factors::own_data(Transaction& tx, UserId user) const {
  auto passkeys = nlohmann::json::array();
  for (const auto& passkey : passkey_rows_.list(tx, user)) {
    passkeys.push_back({{"name", passkey.label}, {"backed_up", passkey.backed_up}});
  }
  return {{"one_time_codes", totp_.find(tx, user).has_value()}, {"passkeys", std::move(passkeys)}};
}

void Factors::add_code_routes(Routes& routes) const {
  routes.get("/account/mfa", recently_authenticated,
             [this](const Request&, const Visitor& v) { return mfa_pages_.show(v); });
  routes.post("/account/mfa", recently_authenticated,
              [this](const Request& r, const Visitor& v) { return mfa_pages_.confirm(r, v); });
  routes.get("/account/mfa/codes", signed_in,
             [this](const Request& r, const Visitor& v) { return mfa_pages_.show_recovery_codes(r, v); });
  routes.post("/account/mfa/codes", recently_authenticated,
              [this](const Request& r, const Visitor& v) { return mfa_pages_.renew_recovery_codes(r, v); });
  routes.post("/account/mfa/off", recently_authenticated,
              [this](const Request& r, const Visitor& v) { return mfa_pages_.switch_off(r, v); });
  routes.get("/login/code", everyone, [this](const Request& r, const Visitor&) { return mfa_sign_in_pages_.ask(r); });
  routes.post("/login/code", everyone,
              [this](const Request& r, const Visitor&) { return mfa_sign_in_pages_.sign_in(r); });
  routes.get("/login/mfa", everyone,
             [this](const Request& r, const Visitor&) { return mfa_sign_in_pages_.ask_to_enrol(r); });
  routes.post("/login/mfa", everyone, [this](const Request& r, const Visitor&) { return mfa_sign_in_pages_.enrol(r); });
}

void Factors::add_passkey_routes(Routes& pages, Routes& programs) const {
  constexpr std::uint64_t kBodyLimit = 64 * 1024;
  pages.get("/account/passkeys", recently_authenticated,
            [this](const Request&, const Visitor& v) { return passkey_pages_.list(v); });
  pages.post("/account/passkeys/{id}/rename", signed_in,
             [this](const Request& r, const Visitor& v) { return passkey_pages_.rename(r, v); });
  pages.post("/account/passkeys/{id}/remove", recently_authenticated,
             [this](const Request& r, const Visitor& v) { return passkey_pages_.remove(r, v); });
  programs
      .post("/account/passkeys/options", recently_authenticated,
            [this](const Request&, const Visitor& v) { return passkey_pages_.ask_to_add(v); })
      .body_limit = kBodyLimit;
  programs
      .post("/account/passkeys", recently_authenticated,
            [this](const Request& r, const Visitor& v) { return passkey_pages_.add(r, v); })
      .body_limit = kBodyLimit;
  programs
      .post("/login/passkey/options", everyone,
            [this](const Request&, const Visitor&) { return passkey_pages_.ask_to_sign_in(); })
      .body_limit = kBodyLimit;
  programs
      .post("/login/passkey", everyone, [this](const Request& r, const Visitor&) { return passkey_pages_.sign_in(r); })
      .body_limit = kBodyLimit;
}

}  // namespace accounts
