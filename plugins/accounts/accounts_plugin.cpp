#include <optional>

#include <callboard/plugin.hpp>

#include "factors.hpp"
#include "demo.hpp"
#include "journal_pages.hpp"
#include "password_pages.hpp"
#include "password_reset_pages.hpp"
#include "people.hpp"
#include "registration_pages.hpp"
#include "self_service.hpp"
#include "sessions_pages.hpp"
#include "sign_in_pages.hpp"
#include "sql_journal.hpp"
#include "sql_link_repository.hpp"
#include "sql_pending_repository.hpp"
#include "sql_session_repository.hpp"
#include "sql_token_repository.hpp"
#include "sql_user_repository.hpp"

namespace accounts {

using namespace callboard;

class AccountsPlugin : public Plugin {
 public:
  PluginInfo info() const override { return {"accounts", "1.0"}; }

  void register_with(Registrar& host) override {
    settings_ = Settings::read(host.config());
    make_use_cases(host);
    make_pages(host);
    make_people(host);
    add_routes(host.routes());
    add_reset_routes(host.routes());
    factors_->register_with(host, people_->administration());
    add_security_routes(host.routes());
    host.demo([this] { return demo_->load(); });
    host.authenticator(*session_authenticator_);
    host.home_panel({"accounts/home_panel", 10, [this](const Visitor& visitor) {
                       return nlohmann::json{{"name", visitor.is_person() ? visitor.name : ""},
                                             {"registration", settings_.registration}};
                     }});
    add_jobs(host);
  }

 private:
  void make_use_cases(Registrar& host) {
    auto& database = host.database();
    auto& clock = host.clock();
    hasher_.emplace(PasswordHasher::Options{.threads = settings_.hashing_threads});
    rules_.emplace(settings_.least_password, std::vector{host.site().name});
    links_.emplace(link_rows_, clock);
    sessions_.emplace(session_rows_, clock, settings_.sessions);
    limits_.emplace(host.rate_limiter(), host.keys("device"));
    changes_.emplace(CredentialChanges::Parts{session_rows_, token_rows_, link_rows_, pending_rows_, journal_,
                                              host.mailer(), clock, host.site()});
    verification_.emplace(
        EmailVerification::Parts{database, users_, *links_, journal_, host.mailer(), clock, host.site()});
    registration_.emplace(
        Registration::Parts{database, users_, *verification_, journal_, *hasher_, *rules_, host.rate_limiter(), clock});
    sign_in_.emplace(SignIn::Parts{database, users_, *sessions_, pending_rows_, second_factors_, journal_, *hasher_,
                                   *limits_, clock},
                     settings_);
    password_change_.emplace(
        PasswordChange::Parts{database, users_, *sessions_, *sign_in_, *changes_, *hasher_, *rules_});
    password_reset_.emplace(PasswordReset::Parts{database, users_, *links_, pending_rows_, *changes_, journal_,
                                                 *limits_, *hasher_, *rules_, host.rate_limiter(), host.mailer(), clock,
                                                 host.site()});
    factors_.emplace(host, Factors::Base{users_, *sessions_, *sign_in_, *changes_, journal_, *limits_});
    devices_.emplace(database, *sessions_, journal_, clock);
    security_journal_.emplace(database, journal_, users_);
    demo_.emplace(Demo::Parts{database, users_, session_rows_, journal_, *hasher_, clock});
    session_authenticator_.emplace(database, *sessions_, settings_.require_mfa);
  }

  void make_pages(Registrar& host) {
    sign_in_pages_.emplace(SignInPages::Parts{host.database(), host.view(), *sign_in_, *sessions_, *limits_, journal_,
                                              host.clock(), settings_.registration});
    registration_pages_.emplace(host.database(), host.view(), *registration_, *verification_, users_,
                                settings_.registration);
    password_pages_.emplace(host.view(), *password_change_);
    password_reset_pages_.emplace(host.view(), *password_reset_);
    sessions_pages_.emplace(host.view(), *devices_);
    journal_pages_.emplace(host.view(), *security_journal_);
  }

  void make_people(Registrar& host) {
    people_.emplace(host, People::Parts{settings_, users_, session_rows_, token_rows_, *links_, journal_, *limits_,
                                        *hasher_, *rules_, *changes_, *registration_, *sign_in_, &factors_->check()});
    people_->register_with(host);
    self_service_.emplace(
        host, SelfService::Parts{users_, session_rows_, *links_, journal_, *changes_, *sign_in_, people_->removal()});
    self_service_->register_with(host);
  }

  void add_routes(Routes& routes) {
    routes.get("/register", everyone, [this](const Request&, const Visitor& v) { return registration_pages_->ask(v); });
    routes
        .post("/register", everyone,
              [this](const Request& r, const Visitor&) {
                return is_json(r) ? people_->json_api().register_user(r) : registration_pages_->add(r);
              })
        .heavy = true;
    routes.get("/email/verify/{token}", everyone,
               [this](const Request& r, const Visitor&) { return registration_pages_->ask_to_verify(r); });
    routes.post("/email/verify/{token}", everyone,
                [this](const Request& r, const Visitor&) { return registration_pages_->verify(r); });
    routes.post("/email/verify", signed_in,
                [this](const Request&, const Visitor& v) { return registration_pages_->send_again(v); });
    routes.get("/login", everyone, [this](const Request& r, const Visitor& v) { return sign_in_pages_->ask(r, v); });
    routes
        .post("/login", everyone,
              [this](const Request& r, const Visitor&) {
                return is_json(r) ? people_->json_api().sign_in(r) : sign_in_pages_->sign_in(r);
              })
        .heavy = true;
    routes.get("/login/again", signed_in,
               [this](const Request& r, const Visitor&) { return sign_in_pages_->ask_again(r); });
    routes
        .post("/login/again", signed_in,
              [this](const Request& r, const Visitor& v) { return sign_in_pages_->sign_in_again(r, v); })
        .heavy = true;
    routes.get("/logout", signed_in,
               [this](const Request&, const Visitor&) { return sign_in_pages_->ask_to_sign_out(); });
    routes.post("/logout", signed_in,
                [this](const Request& r, const Visitor& v) { return sign_in_pages_->sign_out(r, v); });
    routes.get("/password/change", signed_in,
               [this](const Request&, const Visitor&) { return password_pages_->ask(); });
    routes
        .post("/password/change", signed_in,
              [this](const Request& r, const Visitor& v) { return password_pages_->change(r, v); })
        .heavy = true;
    routes.get("/password/change/done", signed_in,
               [this](const Request&, const Visitor&) { return password_pages_->done(); });
  }

  void add_reset_routes(Routes& routes) {
    routes.get("/password/reset", everyone,
               [this](const Request&, const Visitor&) { return password_reset_pages_->ask_for_address(); });
    routes.post("/password/reset", everyone,
                [this](const Request& r, const Visitor&) { return password_reset_pages_->take_address(r); });
    routes.get("/password/reset/{token}", everyone,
               [this](const Request& r, const Visitor&) { return password_reset_pages_->ask_for_password(r); });
    routes
        .post("/password/reset/{token}", everyone,
              [this](const Request& r, const Visitor&) { return password_reset_pages_->set_password(r); })
        .heavy = true;
  }

  void add_security_routes(Routes& routes) {
    routes.get("/account/sessions", signed_in,
               [this](const Request&, const Visitor& v) { return sessions_pages_->list(v); });
    routes.post("/account/sessions/revoke", signed_in,
                [this](const Request& r, const Visitor& v) { return sessions_pages_->revoke(r, v); });
    routes.get("/account/journal", signed_in,
               [this](const Request& r, const Visitor& v) { return journal_pages_->list(r, v); });
  }

  void add_jobs(Registrar& host) {
    host.job({"reset_links", std::chrono::seconds(1), [this] { password_reset_->mail_links(); }});
    host.job({"sweep", std::chrono::minutes(10), [this, &database = host.database(), &clock = host.clock()] {
                sessions_->sweep(database);
                sweep(database, [&](Transaction& tx) { return link_rows_.sweep(tx, clock.now(), kPortion); });
                sweep(database, [&](Transaction& tx) { return pending_rows_.sweep(tx, clock.now(), kPortion); });
                sweep(database, [&](Transaction& tx) { return token_rows_.sweep(tx, clock.now(), kPortion); });
                sweep(database, [&](Transaction& tx) {
                  return journal_.sweep(tx, clock.now() - settings_.journal_kept, kPortion);
                });
              }});
  }

  static constexpr int kPortion = 500;
  template <typename Remove>
  static void sweep(Database& database, const Remove& remove) {
    while (database.transact_single(remove) == kPortion) {
    }
  }

  Settings settings_;
  SqlUserRepository users_;
  SqlSessionRepository session_rows_;
  SqlLinkRepository link_rows_;
  SqlPendingRepository pending_rows_;
  SqlTokenRepository token_rows_;
  SqlSecondFactorState second_factors_;
  SqlJournal journal_;

  std::optional<PasswordHasher> hasher_;
  std::optional<PasswordRules> rules_;
  std::optional<Links> links_;
  std::optional<Sessions> sessions_;
  std::optional<LoginLimits> limits_;
  std::optional<CredentialChanges> changes_;
  std::optional<EmailVerification> verification_;
  std::optional<Registration> registration_;
  std::optional<SignIn> sign_in_;
  std::optional<PasswordChange> password_change_;
  std::optional<PasswordReset> password_reset_;
  std::optional<Factors> factors_;
  std::optional<Devices> devices_;
  std::optional<SecurityJournal> security_journal_;
  std::optional<Demo> demo_;
  std::optional<SessionAuthenticator> session_authenticator_;
  std::optional<People> people_;
  std::optional<SelfService> self_service_;

  std::optional<SignInPages> sign_in_pages_;
  std::optional<RegistrationPages> registration_pages_;
  std::optional<PasswordPages> password_pages_;
  std::optional<PasswordResetPages> password_reset_pages_;
  std::optional<SessionsPages> sessions_pages_;
  std::optional<JournalPages> journal_pages_;
};

}  // namespace accounts

CALLBOARD_PLUGIN(accounts::AccountsPlugin)
