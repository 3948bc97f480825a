// The plugin's use cases put together on a fresh database of each engine, with a clock, limits and mails to look at.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <sodium.h>

#include "callboard/sql.hpp"
#include "callboard/testing/database_fixture.hpp"
#include "callboard/testing/fake_rate_limiter.hpp"
#include "callboard/testing/fixed_site.hpp"
#include "callboard/testing/recording_audit_log.hpp"
#include "callboard/testing/recording_mailer.hpp"
#include "credential_changes.hpp"
#include "email_verification.hpp"
#include "password_change.hpp"
#include "registration.hpp"
#include "search/sql_search_index.hpp"
#include "sign_in.hpp"
#include "sql_journal.hpp"
#include "sql_link_repository.hpp"
#include "sql_pending_repository.hpp"
#include "sql_session_repository.hpp"
#include "sql_token_repository.hpp"
#include "sql_user_repository.hpp"

namespace accounts {

using namespace callboard;

inline const Client kHome{"192.0.2.7", "Firefox", Language::English};
inline constexpr const char* kPassword = "correct horse battery";

class AccountsTest : public callboard::testing::DatabaseTest {
 protected:
  Migrations migrations() const override {
    return {{"host", CALLBOARD_SOURCE_DIR "/sql/host"}, {"accounts", CALLBOARD_SOURCE_DIR "/sql/accounts"}};
  }

  void SetUp() override {
    DatabaseTest::SetUp();
    limiter_ = std::make_unique<callboard::testing::FakeRateLimiter>(clock());
    limits_ = std::make_unique<LoginLimits>(*limiter_, Keys{{std::string(32, 'd')}});
    sessions_ = std::make_unique<Sessions>(session_rows_, clock(), settings_.sessions);
    links_ = std::make_unique<Links>(link_rows_, clock());
    verification_ = std::make_unique<EmailVerification>(
        EmailVerification::Parts{database(), users_, *links_, journal_, mailer_, clock(), site_});
    registration_ = std::make_unique<Registration>(
        Registration::Parts{database(), users_, *verification_, journal_, hasher(), rules_, *limiter_, clock(), site_});
    changes_ = std::make_unique<CredentialChanges>(CredentialChanges::Parts{
        session_rows_, token_rows_, link_rows_, pending_rows_, journal_, mailer_, clock(), site_});
    make_sign_in();
  }

  // Again, after a change of `settings_`.
  void make_sign_in() {
    sign_in_ = std::make_unique<SignIn>(SignIn::Parts{database(), users_, *sessions_, pending_rows_, second_factors_,
                                                      journal_, hasher(), *limits_, clock()},
                                        settings_);
    password_change_ = std::make_unique<PasswordChange>(
        PasswordChange::Parts{database(), users_, *sessions_, *sign_in_, *changes_, hasher(), rules_});
  }

  // One for all tests, and a cheap one: what a hash has to cost is tested where the hasher is.
  static PasswordHasher& hasher() {
    static PasswordHasher hasher(
        {.threads = 2, .cost = {crypto_pwhash_argon2id_OPSLIMIT_MIN, crypto_pwhash_argon2id_MEMLIMIT_MIN}});
    return hasher;
  }
  static const std::string& password_hash() {
    static const std::string hash = hasher().hash(kPassword);
    return hash;
  }

  // An account with kPassword.
  UserId add_user(const std::string& name, const std::string& role = std::string(kStudent)) {
    NewUser user;
    user.name = user.name_key = name;
    user.email = user.email_key = name + "@mail.example";
    user.email_verified = true;
    user.password_hash = password_hash();
    user.role = role;
    return database().transact([&](Transaction& tx) { return users_.add(tx, user, clock().now()).value(); });
  }
  User user(UserId id) {
    return database().read_single([&](Transaction& tx) { return users_.find(tx, id).value(); });
  }
  SessionCookie open_session(UserId id) { return sign_in_->open(user(id), kHome, false, false); }
  bool is_signed_in(const SessionCookie& cookie) {
    return database().read_single([&](Transaction& tx) { return sessions_->find(tx, cookie.token).has_value(); });
  }
  Visitor visitor(UserId id, const SessionCookie& cookie = {}) {
    Visitor visitor;
    visitor.kind = Visitor::Kind::Person;
    visitor.user = id;
    visitor.session = std::to_string(to_sql(cookie.id));
    visitor.roles = user(id).roles;
    return visitor;
  }

  Checked sign_in(const std::string& login, const std::string& password, const std::string& device = {}) {
    return sign_in_->check({login, password, device, kHome});
  }

  // The names of the account's events, the newest first.
  std::vector<std::string> events(UserId id) {
    const auto entries = database().read_single([&](Transaction& tx) { return journal_.read(tx, id, 0, 50); });
    std::vector<std::string> names;
    for (const auto& entry : entries) names.emplace_back(name_of(entry.event));
    return names;
  }
  // What stands behind the last "/" of the newest mail's `url`.
  std::string mailed_token() {
    const std::string url = mailer_.mails().back().data.at("url");
    return url.substr(url.rfind('/') + 1);
  }

  // A number that one statement without parameters selects.
  long long number(const std::string& select) {
    return database().read_single([&](Transaction& tx) {
      long long value = 0;
      tx.sql() << select, soci::into(value);
      return value;
    });
  }

  callboard::testing::FixedSite site_;
  Settings settings_;
  PasswordRules rules_;
  host::SqlSearchIndex search_;
  SqlUserRepository users_{search_};
  SqlSessionRepository session_rows_;
  SqlLinkRepository link_rows_;
  SqlPendingRepository pending_rows_;
  SqlTokenRepository token_rows_;
  SqlSecondFactorState second_factors_;
  SqlJournal journal_;
  callboard::testing::RecordingMailer mailer_;
  callboard::testing::RecordingAuditLog audit_;
  std::unique_ptr<callboard::testing::FakeRateLimiter> limiter_;
  std::unique_ptr<LoginLimits> limits_;
  std::unique_ptr<Sessions> sessions_;
  std::unique_ptr<Links> links_;
  std::unique_ptr<EmailVerification> verification_;
  std::unique_ptr<Registration> registration_;
  std::unique_ptr<CredentialChanges> changes_;
  std::unique_ptr<SignIn> sign_in_;
  std::unique_ptr<PasswordChange> password_change_;
};

}  // namespace accounts
