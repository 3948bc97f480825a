#include "account_roles.hpp"

#include <gmock/gmock.h>

#include "callboard/testing/query_plan.hpp"
#include "people_fixture.hpp"
#include "sql_people_names.hpp"

namespace accounts {

using ::testing::UnorderedElementsAre;

class AccountRolesTest : public PeopleTest {
 protected:
  void SetUp() override {
    PeopleTest::SetUp();
    masha_ = add_user("masha");
    roles_.emplace(users_, *administration_);
  }
  template <typename Work>
  bool as(const Visitor& by, const Work& work) {
    const auto request = callboard::testing::RequestBuilder(Method::Post, "/admin/teachers/new").build();
    return database().transact([&](Transaction& tx) { return work(tx, AdminCall{by, *request}); });
  }
  bool give(const Visitor& by, UserId user, std::string_view role) {
    return as(by, [&](Transaction& tx, const AdminCall& call) { return roles_->give(tx, call, user, role); });
  }
  bool take(const Visitor& by, UserId user, std::string_view role) {
    return as(by, [&](Transaction& tx, const AdminCall& call) { return roles_->take(tx, call, user, role); });
  }

  UserId masha_{};
  std::optional<AccountRoles> roles_;
};
CALLBOARD_ON_BOTH_ENGINES(AccountRolesTest);

TEST_P(AccountRolesTest, AreGivenOnceBesideWhatThereIsAndAudited) {
  EXPECT_TRUE(give(admin(), masha_, "teacher"));
  EXPECT_FALSE(give(admin(), masha_, "teacher"));
  EXPECT_THAT(user(masha_).roles, UnorderedElementsAre("student", "teacher"));
  const auto entry = audit_.entries().back();
  EXPECT_EQ(entry.entry.action, "roles_changed");
  EXPECT_EQ(entry.entry.changes.at(0).after, "student, teacher");
}

TEST_P(AccountRolesTest, AreTakenAndLeaveAStudent) {
  const auto vera = add_user("vera", "teacher");
  EXPECT_TRUE(take(admin(), vera, "teacher"));
  EXPECT_FALSE(take(admin(), vera, "teacher"));
  EXPECT_THAT(user(vera).roles, UnorderedElementsAre("student"));
}

TEST_P(AccountRolesTest, AreAnAdministratorsToGive) {
  EXPECT_THROW(give(visitor(masha_), masha_, "teacher"), Forbidden);
  EXPECT_THROW(give(admin(), UserId{987654}, "teacher"), NotFound);
  EXPECT_THROW(give(admin(), masha_, "owner"), std::invalid_argument);
  EXPECT_THROW(take(admin(), admin_, "admin"), AdminRefusal);
}

TEST_P(AccountRolesTest, AreLookedUpForOneAccountByItsKey) {
  const auto vera = add_user("vera", "teacher");
  const auto has = [&](UserId user, std::string_view role) {
    return database().read_single([&](Transaction& tx) { return roles_->has(tx, user, role); });
  };
  EXPECT_TRUE(has(vera, "teacher"));
  EXPECT_FALSE(has(vera, "student"));
  EXPECT_FALSE(has(UserId{987654}, "teacher"));
  EXPECT_EQ(callboard::testing::not_indexed(
                callboard::testing::query_plan(database(), SqlPeopleNames::has_role_statement(),
                                               {{":user", std::to_string(to_sql(vera))}, {":role", "'teacher'"}})),
            "");
  database().transact([&](Transaction& tx) { users_.set_disabled(tx, vera, clock().now()); });
  EXPECT_FALSE(has(vera, "teacher"));
}

}  // namespace accounts
