// The fixture of accounts with their administration.
#pragma once

#include "accounts_fixture.hpp"
#include "administration.hpp"
#include "mfa_check.hpp"
#include "people/plugins_peoples_data.hpp"
#include "sql_totp_repository.hpp"
#include "sql_user_directory.hpp"

namespace accounts {

class AdministeredTest : public AccountsTest {
 protected:
  void SetUp() override {
    AccountsTest::SetUp();
    peoples_data_.set({{"notes", [](Transaction&, UserId) { return nlohmann::json(); },
                        [this](Transaction&, UserId id) { erased_.push_back(id); }}});
    codes_.emplace(TotpCodes::Parts{totp_, recovery_, *limits_, *limiter_, clock()}, Keys{{std::string(32, 't')}});
    code_check_.emplace(MfaCheck::Parts{database(), *codes_, *changes_, journal_, clock()});
    administration_ = std::make_unique<Administration>(
        Administration::Parts{database(), users_, directory_, removal_, *changes_, *registration_, journal_, *limits_,
                              *code_check_, hasher(), rules_, audit_, mailer_, clock()});
  }
  bool is_there(UserId id) {
    return database().read_single([&](Transaction& tx) { return users_.find(tx, id).has_value(); });
  }

  SqlUserDirectory directory_;
  host::PluginsPeoplesData peoples_data_{audit_};
  AccountRemoval removal_{users_, directory_, peoples_data_};
  std::vector<UserId> erased_;  // whose personal data were asked to go
  SqlTotpRepository totp_;
  SqlRecoveryCodeRepository recovery_;
  std::optional<TotpCodes> codes_;
  std::optional<MfaCheck> code_check_;
  std::unique_ptr<Administration> administration_;
};

}  // namespace accounts
