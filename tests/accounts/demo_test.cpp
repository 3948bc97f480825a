#include "demo.hpp"

#include "accounts_fixture.hpp"
#include "names.hpp"

namespace accounts {
namespace {

using nlohmann::json;

class DemoTest : public AccountsTest {
 protected:
  json load() {
    return Demo(Demo::Parts{database(), users_, session_rows_, journal_, hasher(), clock()}).load().at("accounts");
  }
  Verdict signs_in(const json& account, const char* by = "username") {
    return sign_in(account.at(by).get<std::string>(), account.at("password").get<std::string>()).verdict;
  }
  long long accounts_there() { return number("SELECT COUNT(*) FROM accounts_users"); }
};
CALLBOARD_ON_BOTH_ENGINES(DemoTest);

TEST_P(DemoTest, TellsFourAccountsThatCanSignInByNameAndAddress) {
  const auto accounts = load();
  ASSERT_EQ(accounts.size(), 4U);
  for (const auto* name : {"admin", "teacher", "student", "student2"}) {
    const auto& account = accounts.at(name);
    EXPECT_EQ(account.size(), 3U) << name;
    EXPECT_EQ(signs_in(account), Verdict::Right) << name;
    EXPECT_EQ(signs_in(account, "email"), Verdict::Right) << name;
  }
}

TEST_P(DemoTest, TellsPasswordsThatTheRulesAcceptAndThatAllDiffer) {
  const auto accounts = load();
  std::vector<std::string> passwords;
  for (const auto& [name, account] : accounts.items()) {
    const auto password = account.at("password").get<std::string>();
    EXPECT_GE(password.size(), 16U);
    EXPECT_TRUE(rules_.fault(password, name, account.at("email").get<std::string>()).empty()) << password;
    EXPECT_EQ(std::count(passwords.begin(), passwords.end(), password), 0);
    passwords.push_back(password);
  }
}

TEST_P(DemoTest, GivesEachItsRole) {
  const auto accounts = load();
  for (const auto& [name, role] :
       std::map<std::string, std::string>{{"admin", "admin"}, {"teacher", "teacher"}, {"student", "student"}}) {
    const auto checked = sign_in(name, accounts.at(name).at("password").get<std::string>());
    EXPECT_EQ(checked.user.roles, std::vector{role});
  }
  EXPECT_GE(number("SELECT COUNT(*) FROM accounts_roles WHERE role = 'student'"), 30);
  EXPECT_EQ(number("SELECT COUNT(*) FROM accounts_roles WHERE role = 'teacher'"), 6);
  EXPECT_EQ(number("SELECT COUNT(*) FROM accounts_roles WHERE role = 'admin'"), 2);
}

TEST_P(DemoTest, HasPeopleAsTheirFormsWouldAcceptThem) {
  load();
  for (const auto& person : demo_people()) {
    EXPECT_TRUE(user_name_fault(person.name).empty()) << person.name;
    EXPECT_TRUE(email_fault(person.email()).empty()) << person.email();
    EXPECT_GT(std::string(person.full_name).size(), 5U) << person.name;
  }
  EXPECT_EQ(accounts_there(), static_cast<long long>(demo_people().size()));
  EXPECT_EQ(number("SELECT COUNT(*) FROM accounts_users WHERE email_verified_at IS NULL"), 1);
  EXPECT_EQ(number("SELECT COUNT(*) FROM accounts_users WHERE disabled_at IS NOT NULL"), 1);
  EXPECT_GT(number("SELECT COUNT(*) FROM accounts_users WHERE language = 'en'"), 8);
  EXPECT_GT(number("SELECT COUNT(*) FROM accounts_users WHERE language = 'ru'"), 20);
}

TEST_P(DemoTest, HasWeeksOfHistoryAndNothingOfTheFuture) {
  load();
  const auto now = std::to_string(to_sql(clock().now()));
  EXPECT_GT(number("SELECT COUNT(*) FROM accounts_journal"), 200);
  EXPECT_GT(number("SELECT COUNT(*) FROM accounts_sessions"), 15);
  EXPECT_EQ(number("SELECT COUNT(*) FROM accounts_journal WHERE at > " + now), 0);
  EXPECT_EQ(number("SELECT COUNT(*) FROM accounts_sessions WHERE last_seen_at > " + now), 0);
  EXPECT_EQ(number("SELECT COUNT(*) FROM accounts_sessions WHERE last_seen_at < created_at"), 0);
  EXPECT_EQ(number("SELECT COUNT(*) FROM accounts_sessions WHERE idle_until <= " + now), 0);
  EXPECT_EQ(number("SELECT COUNT(*) FROM accounts_journal WHERE by_id IS NOT NULL"), 1);
}

TEST_P(DemoTest, HasJournalsInTheOrderOfTime) {
  load();
  EXPECT_EQ(number("SELECT COUNT(*) FROM accounts_journal a JOIN accounts_journal b ON a.user_id = b.user_id AND "
                   "a.id < b.id AND a.at > b.at"),
            0);
}

TEST_P(DemoTest, AddsNobodyTheSecondTimeButSetsThePasswordsAnew) {
  const auto first = load();
  const auto people = accounts_there(), entries = number("SELECT COUNT(*) FROM accounts_journal");
  const auto session = open_session(sign_in("student", first.at("student").at("password").get<std::string>()).user.id);
  const auto second = load();
  EXPECT_EQ(accounts_there(), people);
  EXPECT_EQ(number("SELECT COUNT(*) FROM accounts_journal"), entries + 1);
  EXPECT_EQ(signs_in(first.at("student")), Verdict::Wrong);
  EXPECT_EQ(signs_in(second.at("student")), Verdict::Right);
  EXPECT_FALSE(is_signed_in(session));
}

TEST_P(DemoTest, LeavesAnAccountAloneThatSomebodyElseHasUnderThatName) {
  add_user("admin", std::string(kAdmin));
  const auto accounts = load();
  EXPECT_FALSE(accounts.contains("admin"));
  EXPECT_EQ(accounts.size(), 3U);
  EXPECT_EQ(sign_in("admin", kPassword).verdict, Verdict::Right);
}

}  // namespace
}  // namespace accounts
