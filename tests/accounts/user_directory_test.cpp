#include <gmock/gmock.h>

#include "callboard/testing/query_plan.hpp"
#include "people_fixture.hpp"
#include "sql_people_names.hpp"
#include "sql_sign_ups.hpp"

namespace accounts {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class UserDirectoryTest : public PeopleTest {
 protected:
  // By the search index, as the administration looks for them.
  std::vector<std::string> found(const std::string& query) {
    return database().read([&](Transaction& tx) {
      const auto condition = search_.condition(tx, kUserRecord, query, "t.id");
      soci::statement select(tx.sql());
      std::string name;
      select.exchange(soci::into(name));
      for (const auto& [placeholder, value] : condition.values) select.exchange(soci::use(value, placeholder));
      select.alloc();
      select.prepare("SELECT t.name FROM accounts_users t WHERE " + condition.sql + " ORDER BY t.name");
      select.define_and_bind();
      select.execute();
      std::vector<std::string> names;
      while (select.fetch()) names.push_back(name);
      return names;
    });
  }
  void full_name(UserId id, const std::string& name) {
    database().transact([&](Transaction& tx) { users_.set_profile(tx, id, name, "", ""); });
  }
  std::string plan_of(const char* statement, const std::map<std::string, std::string>& values) {
    if (engine() == Engine::Mysql) {
      database().transact([](Transaction& tx) { tx.sql() << "ANALYZE TABLE accounts_users, accounts_roles"; });
    }
    return callboard::testing::not_indexed(callboard::testing::query_plan(database(), statement, values));
  }
};
CALLBOARD_ON_BOTH_ENGINES(UserDirectoryTest);

TEST_P(UserDirectoryTest, FindsPeopleByTheBeginningsOfTheirNamesAndAddresses) {
  full_name(add_user("masha"), "Мария Ермолова");
  full_name(add_user("dasha"), "Дарья Юрьева");
  EXPECT_THAT(found("ЕРМОЛ"), ElementsAre("masha"));
  EXPECT_THAT(found("ермолова мария"), ElementsAre("masha"));
  EXPECT_THAT(found("DASHA@MAIL"), ElementsAre("dasha"));
  EXPECT_THAT(found("юрьева masha"), IsEmpty());
  EXPECT_THAT(found("mail"), ElementsAre("dasha", "director", "masha"));
}

TEST_P(UserDirectoryTest, FindsPeopleByWhatTheyAreCalledNow) {
  const auto id = add_user("masha");
  full_name(id, "Мария Ермолова");
  database().transact([&](Transaction& tx) {
    users_.set_name(tx, id, "marusya", "marusya");
    users_.set_email(tx, id, "m@theatre.example", "m@theatre.example", {});
  });
  EXPECT_THAT(found("masha"), IsEmpty());
  EXPECT_THAT(found("marusya"), ElementsAre("marusya"));
  EXPECT_THAT(found("theatre ермолова"), ElementsAre("marusya"));
  database().transact([&](Transaction& tx) { users_.remove(tx, id); });
  EXPECT_THAT(found("marusya"), IsEmpty());
  EXPECT_EQ(number("SELECT COUNT(*) FROM host_search_words WHERE word = 'marusya'"), 0);
}

TEST_P(UserDirectoryTest, TellsStateAndRoles) {
  const auto id = add_user("masha", "teacher");
  database().transact([&](Transaction& tx) {
    users_.add_role(tx, id, "student");
    users_.set_disabled(tx, id, clock().now());
  });
  const auto page = database().read([&](Transaction& tx) { return directory_.page(tx, "director", 10); });
  ASSERT_EQ(page.size(), 1u);
  EXPECT_THAT(page.front().roles, UnorderedElementsAre("student", "teacher"));
  EXPECT_TRUE(page.front().disabled);
}

TEST_P(UserDirectoryTest, TellsAddressesOfThoseWhoMaySignIn) {
  const auto masha = add_user("masha", "teacher"), dasha = add_user("dasha", "teacher");
  full_name(masha, "Мария Ермолова");
  database().transact([&](Transaction& tx) { users_.set_disabled(tx, dasha, clock().now()); });
  const SqlPeopleNames names;
  database().read([&](Transaction& tx) {
    const auto found = names.addresses(tx, {masha, dasha});
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found.at(masha).email, "masha@mail.example");
    EXPECT_EQ(found.at(masha).name, "Мария Ермолова");
    EXPECT_THAT(names.with_role(tx, "teacher"), ElementsAre(masha));
    EXPECT_THAT(names.with_role(tx, "nobody"), IsEmpty());
  });
}

TEST_P(UserDirectoryTest, NamesPeople) {
  const auto masha = add_user("masha"), dasha = add_user("dasha");
  full_name(masha, "Мария Ермолова");
  const SqlPeopleNames names;
  database().read([&](Transaction& tx) {
    const auto found = names.names(tx, {masha, dasha, UserId{999'999}});
    ASSERT_EQ(found.size(), 2u);
    EXPECT_EQ(found.at(masha).full_name, "Мария Ермолова");
    EXPECT_EQ(found.at(dasha).name, "dasha");
    EXPECT_THAT(names.named(tx, "MASHA"), ElementsAre(masha));
    EXPECT_THAT(names.named(tx, "dasha@mail.example"), ElementsAre(dasha));
    EXPECT_THAT(names.named(tx, "' OR 1=1 --"), IsEmpty());
  });
}

TEST_P(UserDirectoryTest, CountsSignUpsBySpan) {
  const auto begin = clock().now() + std::chrono::hours(1);
  clock().advance(std::chrono::hours(1));
  add_user("first");
  clock().advance(std::chrono::minutes(59));
  add_user("second");
  clock().advance(std::chrono::hours(2));
  add_user("fourth");
  const auto sums =
      database().read([&](Transaction& tx) { return SqlSignUps::by_span(tx, begin, std::chrono::hours(1), 3); });
  EXPECT_THAT(sums, ElementsAre(2, 0, 1));
}

TEST_P(UserDirectoryTest, ReadsByIndex) {
  for (int i = 0; i < 100; ++i) add_user("user" + std::to_string(i), i % 20 == 0 ? "admin" : "student");
  EXPECT_EQ(plan_of(SqlUserDirectory::names_statement(), {{":after", "50"}, {":most", "10"}}), "");
  EXPECT_EQ(plan_of(SqlUserDirectory::page_statement(), {{":after", "'user50'"}, {":most", "10"}}), "");
  EXPECT_EQ(plan_of(SqlUserDirectory::other_admin_statement(), {{":than", "7"}}), "");
}

}  // namespace accounts
