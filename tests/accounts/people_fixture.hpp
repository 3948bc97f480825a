// AccountsTest with the use cases for administrators and programs.
#pragma once

#include <atomic>
#include <thread>

#include "administration_fixture.hpp"
#include "bearer_authenticator.hpp"
#include "callboard/testing/request_builder.hpp"
#include "invitations.hpp"
#include "json_api.hpp"
#include "totp.hpp"
#include "users_api.hpp"

namespace accounts {

class PeopleTest : public AdministeredTest {
 protected:
  void SetUp() override {
    AdministeredTest::SetUp();
    invitations_.emplace(Invitations::Parts{database(), users_, *links_, *administration_, *registration_, hasher(),
                                            audit_, mailer_, clock(), site_});
    tokens_.emplace(BearerTokens::Parts{database(), token_rows_, *sign_in_, journal_, clock()}, keys_,
                    std::chrono::hours(24));
    authenticator_.emplace(*tokens_);
    users_api_.emplace(database(), directory_, *administration_);
    admin_ = add_user("director", "admin");
  }

  Visitor admin() { return visitor(admin_); }
  // Nothing where it is not ours; throws Unauthorized where it does not hold.
  std::optional<Visitor> bearer(const std::string& token) {
    const auto request =
        callboard::testing::RequestBuilder(Method::Get, "/users").header("Authorization", "Bearer " + token).build();
    return authenticator_->authenticate(*request);
  }
  std::string token_of(UserId id) { return tokens_->issue(user(id), kHome).token; }
  long long admins() {
    return number(
        "SELECT COUNT(*) FROM accounts_roles r JOIN accounts_users u ON u.id = r.user_id "
        "WHERE r.role = 'admin' AND u.disabled_at IS NULL");
  }

  // Switches one-time codes on; returns the recovery codes.
  std::vector<std::string> require_codes(UserId id) {
    return database().transact([&](Transaction& tx) {
      const TotpOffer offer{secret_, ""};
      EXPECT_EQ(codes_->begin(tx, id, offer, totp_code(secret_, totp_step(clock().now()))), TotpCodes::Begun::Done);
      return codes_->renew_recovery_codes(tx, id);
    });
  }
  // Steps pass, so that the next code is one that was not used.
  std::string next_code() {
    clock().advance(std::chrono::seconds(30));
    return totp_code(secret_, totp_step(clock().now()));
  }

  const std::string secret_ = new_totp_secret();
  Keys keys_{{std::string(32, 'b')}};
  std::optional<Invitations> invitations_;
  std::optional<BearerTokens> tokens_;
  std::optional<BearerAuthenticator> authenticator_;
  std::optional<UsersApi> users_api_;
  UserId admin_{};
};

}  // namespace accounts
