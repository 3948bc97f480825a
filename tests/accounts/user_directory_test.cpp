#include "callboard/testing/query_plan.hpp"
#include "people_fixture.hpp"
#include "user_search.hpp"

namespace accounts {

class UserDirectoryTest : public PeopleTest {
 protected:
  std::vector<std::string> found(const std::string& query, std::size_t most = 50) {
    std::vector<std::string> names;
    for (const auto& user : UserSearch(database(), directory_).find(query, "", most).users) names.push_back(user.name);
    return names;
  }
  void full_name(UserId id, const std::string& name) {
    database().transact([&](Transaction& tx) { users_.set_profile(tx, id, name, "", ""); });
  }
  std::string plan_of(const char* statement, const char* after = "'user50'") {
    if (engine() == Engine::Mysql) {
      database().transact([](Transaction& tx) { tx.sql() << "ANALYZE TABLE accounts_users, accounts_roles"; });
    }
    return callboard::testing::not_indexed(
        callboard::testing::query_plan(database(), statement, {{":after", after}, {":most", "10"}, {":than", "7"}}));
  }
};
CALLBOARD_ON_BOTH_ENGINES(UserDirectoryTest);

TEST_P(UserDirectoryTest, FindsByPartsOfNameAddressAndFullName) {
  full_name(add_user("masha"), "Мария Ермолова");
  full_name(add_user("dasha"), "Дарья Юрьева");
  EXPECT_EQ(found("asha"), (std::vector<std::string>{"dasha", "masha"}));
  EXPECT_EQ(found("ЕРМОЛ"), std::vector<std::string>{"masha"});
  EXPECT_EQ(found("ермолова мария"), std::vector<std::string>{"masha"});
  EXPECT_EQ(found("DASHA@MAIL"), std::vector<std::string>{"dasha"});
  EXPECT_EQ(found("юрьева masha"), std::vector<std::string>{});
  EXPECT_EQ(found("%"), std::vector<std::string>{});
  EXPECT_EQ(found("' OR 1=1 --"), std::vector<std::string>{});
}

TEST_P(UserDirectoryTest, ShowsAllForAnEmptyQuery) {
  add_user("masha");
  EXPECT_EQ(found(""), (std::vector<std::string>{"director", "masha"}));
  EXPECT_EQ(found("  "), (std::vector<std::string>{"director", "masha"}));
}

TEST_P(UserDirectoryTest, TellsStateAndRoles) {
  const auto id = add_user("masha", "teacher");
  database().transact([&](Transaction& tx) {
    users_.add_role(tx, id, "student");
    users_.set_disabled(tx, id, clock().now());
  });
  const auto user = UserSearch(database(), directory_).find("masha", "", 10).users.at(0);
  EXPECT_EQ(user.roles.size(), 2u);
  EXPECT_TRUE(user.disabled);
}

TEST_P(UserDirectoryTest, GoesThroughAllInPages) {
  for (const char* name : {"anna", "boris", "vera", "galya"}) add_user(name);
  const UserSearch search(database(), directory_);
  std::vector<std::string> names;
  std::string after;
  int pages = 0;
  do {
    const auto page = search.find("", after, 2);
    for (const auto& user : page.users) names.push_back(user.name);
    after = page.next;
    ++pages;
  } while (!after.empty());
  EXPECT_EQ(names, (std::vector<std::string>{"anna", "boris", "director", "galya", "vera"}));
  EXPECT_EQ(pages, 3);
}

TEST_P(UserDirectoryTest, ReadsByIndex) {
  for (int i = 0; i < 100; ++i) add_user("user" + std::to_string(i), i % 20 == 0 ? "admin" : "student");
  EXPECT_EQ(plan_of(SqlUserDirectory::names_statement(), "50"), "");
  EXPECT_EQ(plan_of(SqlUserDirectory::page_statement()), "");
  EXPECT_EQ(plan_of(SqlUserDirectory::other_admin_statement()), "");
}

}  // namespace accounts
