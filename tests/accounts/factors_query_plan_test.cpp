// The statements of each sign-in find their rows by an index, on both engines.
#include "callboard/testing/query_plan.hpp"
#include "factors_fixture.hpp"

namespace accounts {
namespace {

using callboard::testing::not_indexed;
using callboard::testing::query_plan;

class FactorsQueryPlan : public FactorsTest {
 protected:
  void SetUp() override {
    FactorsTest::SetUp();
    for (int i = 0; i < 40; ++i) add_all(add_user("user" + std::to_string(i)), std::to_string(i));
    if (engine() == Engine::Mysql) {
      database().transact([](Transaction& tx) {
        tx.sql() << "ANALYZE TABLE accounts_users, accounts_totp, accounts_recovery_codes, accounts_passkeys";
      });
    }
  }
  void add_all(UserId user, const std::string& name) {
    database().transact([&](Transaction& tx) {
      totp_.add(tx, user, {"secret", 1}, clock().now());
      codes_->renew_recovery_codes(tx, user);
      passkey_rows_.set_handle(tx, user, name);
      passkey_rows_.add(tx, user, {name, PasskeyAlgorithm::Es256, "key", 0, false, false, {}}, name, clock().now());
    });
  }
  std::string fault(const char* statement) {
    return not_indexed(
        query_plan(database(), statement, {{":user", "7"}, {":hash", "'0'"}, {":now", "1"}, {":step", "1"}}));
  }
};
CALLBOARD_ON_BOTH_ENGINES(FactorsQueryPlan);

TEST_P(FactorsQueryPlan, OfACodeUsesIndexes) { EXPECT_EQ(fault(SqlTotpRepository::find_statement()), ""); }
TEST_P(FactorsQueryPlan, OfARecoveryCodeUsesIndexes) {
  EXPECT_EQ(fault(SqlRecoveryCodeRepository::use_statement()), "");
  EXPECT_EQ(fault(SqlRecoveryCodeRepository::left_statement()), "");
}
TEST_P(FactorsQueryPlan, OfAPasskeyUsesIndexes) {
  EXPECT_EQ(fault(SqlPasskeyRepository::find_statement()), "");
  EXPECT_EQ(fault(SqlPasskeyRepository::list_statement()), "");
}

}  // namespace
}  // namespace accounts
