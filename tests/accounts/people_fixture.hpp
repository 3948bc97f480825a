// AccountsTest with the use cases for administrators and programs.
#pragma once

#include <atomic>
#include <thread>

#include "account_removal.hpp"
#include "accounts_fixture.hpp"
#include "administration.hpp"
#include "bearer_authenticator.hpp"
#include "callboard/testing/request_builder.hpp"
#include "invitations.hpp"
#include "json_api.hpp"
#include "sql_user_directory.hpp"
#include "users_api.hpp"

namespace accounts {

// What other plugins would erase: only counted here.
class CountedData : public PeoplesData {
 public:
  nlohmann::json collect(Transaction&, UserId) const override { return nlohmann::json::object(); }
  void erase(Transaction&, UserId user) const override { erased.push_back(user); }
  mutable std::vector<UserId> erased;
};

class PeopleTest : public AccountsTest {
 protected:
  void SetUp() override {
    AccountsTest::SetUp();
    removal_.emplace(users_, directory_, data_);
    administration_.emplace(Administration::Parts{database(), users_, directory_, *removal_, *changes_, *registration_,
                                                  journal_, *limits_, hasher(), rules_, audit_, mailer_, clock()});
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
  bool exists(UserId id) {
    return database().read_single([&](Transaction& tx) { return users_.find(tx, id).has_value(); });
  }
  long long admins() {
    return number(
        "SELECT COUNT(*) FROM accounts_roles r JOIN accounts_users u ON u.id = r.user_id "
        "WHERE r.role = 'admin' AND u.disabled_at IS NULL");
  }

  SqlUserDirectory directory_;
  CountedData data_;
  Keys keys_{{std::string(32, 'b')}};
  std::optional<AccountRemoval> removal_;
  std::optional<Administration> administration_;
  std::optional<Invitations> invitations_;
  std::optional<BearerTokens> tokens_;
  std::optional<BearerAuthenticator> authenticator_;
  std::optional<UsersApi> users_api_;
  UserId admin_{};
};

}  // namespace accounts
