// The fixture of accounts with their administration.
#pragma once

#include "accounts_fixture.hpp"
#include "administration.hpp"
#include "people/plugins_peoples_data.hpp"
#include "sql_user_directory.hpp"

namespace accounts {

class AdministeredTest : public AccountsTest {
 protected:
  void SetUp() override {
    AccountsTest::SetUp();
    peoples_data_.set({{"notes", [](Transaction&, UserId) { return nlohmann::json(); },
                        [this](Transaction&, UserId id) { erased_.push_back(id); }}});
    administration_ = std::make_unique<Administration>(
        Administration::Parts{database(), users_, directory_, removal_, *changes_, *registration_, journal_, *limits_,
                              hasher(), rules_, audit_, mailer_, clock()});
  }
  bool is_there(UserId id) {
    return database().read_single([&](Transaction& tx) { return users_.find(tx, id).has_value(); });
  }

  SqlUserDirectory directory_;
  host::PluginsPeoplesData peoples_data_{audit_};
  AccountRemoval removal_{users_, directory_, peoples_data_};
  std::vector<UserId> erased_;  // whose personal data were asked to go
  std::unique_ptr<Administration> administration_;
};

}  // namespace accounts
