#include "user_import.hpp"

#include <gmock/gmock.h>

#include <sstream>

#include "accounts_fixture.hpp"
#include "import_command.hpp"
#include "old_users.hpp"

namespace accounts {

using ::testing::HasSubstr;

class UserImportTest : public AccountsTest {
 protected:
  void SetUp() override {
    AccountsTest::SetUp();
    run_on(file(), "CREATE TABLE users (id INTEGER PRIMARY KEY, username, email, password)");
  }
  std::string file() const { return (folder() / "old.db").string(); }
  void add_old(const std::string& name, const std::string& email, const std::string& hash = kOldHash) {
    run_on(file(),
           "INSERT INTO users (username, email, password) VALUES ('" + name + "', '" + email + "', '" + hash + "')");
  }
  std::string import(bool dry_run = false) {
    std::vector<std::string> arguments{"--from-sqlite", file()};
    if (dry_run) arguments.push_back("--dry-run");
    std::ostringstream out, err;
    code_ = import_users({database(), users_, journal_, audit_, clock()}, arguments, out, err);
    err_ = err.str();
    return out.str();
  }
  long long users() { return number("SELECT COUNT(*) FROM accounts_users"); }

  int code_ = -1;
  std::string err_;
};
CALLBOARD_ON_BOTH_ENGINES(UserImportTest);

TEST_P(UserImportTest, TakesAccountsOverWhoSignInWithTheirOldPasswords) {
  add_old("Masha", "Masha@mail.example");
  add_old("olga", "");
  EXPECT_EQ(import(), "taken 2, already there 0, refused 0\n");
  EXPECT_EQ(code_, 0);
  EXPECT_EQ(err_, "");
  const auto checked = sign_in("masha@mail.example", "correct horse 9");
  EXPECT_EQ(checked.verdict, Verdict::Right);
  EXPECT_EQ(checked.user.roles, std::vector<std::string>{"student"});
  EXPECT_FALSE(checked.user.email_verified);
  EXPECT_TRUE(user(checked.user.id).password_hash.starts_with("$argon2id$")) << "the hash is made anew at once";
  EXPECT_EQ(sign_in("olga", "correct horse 8").verdict, Verdict::Wrong);
  EXPECT_EQ(audit_.entries().size(), 2U);
  EXPECT_EQ(mailer_.mails().size(), 0U) << "nobody gets a mail for it";
}

TEST_P(UserImportTest, ChangesNothingInADryRunAndTellsTheSame) {
  add_old("masha", "masha@mail.example");
  add_old("abc", "");
  EXPECT_EQ(import(true), "would take 1, already there 0, refused 1\n");
  const auto told = err_;
  EXPECT_EQ(users(), 0);
  EXPECT_EQ(number("SELECT COUNT(*) FROM accounts_journal"), 0);
  EXPECT_EQ(import(), "taken 1, already there 0, refused 1\n");
  EXPECT_EQ(err_, told);
}

TEST_P(UserImportTest, CanBeRunAgain) {
  add_old("masha", "masha@mail.example");
  add_old("olga", "");
  import();
  add_old("nina", "nina@mail.example");
  EXPECT_EQ(import(), "taken 1, already there 2, refused 0\n");
  EXPECT_EQ(import(), "taken 0, already there 3, refused 0\n");
  EXPECT_EQ(users(), 3);
}

TEST_P(UserImportTest, TellsEachRowThatItCannotTakeAndTakesTheRest) {
  add_old("abc", "");
  add_old("masha", "no address");
  add_old("olga", "", "12345678");
  add_old("nina", "", "");
  add_old("irina", "", "$2b$12$K3JNi5xUQEo7bW2bMwXPvOrw8mXjPz6gFJYQ3b2H0i6Jm8nY2m8aK");
  add_old("good", "");
  EXPECT_EQ(import(), "taken 1, already there 0, refused 5\n");
  EXPECT_EQ(code_, 0);
  EXPECT_THAT(err_, HasSubstr("row users 1, \"abc\": A user name has 4 to 20 characters.\n"));
  EXPECT_THAT(err_, HasSubstr("row users 2, \"masha\": This is not an e-mail address."));
  EXPECT_THAT(err_, HasSubstr("row users 3, \"olga\": The password is not kept as a hash that can be verified here"));
  EXPECT_THAT(err_, HasSubstr("row users 4, \"nina\": There is no password.\n"));
  EXPECT_THAT(err_, HasSubstr("row users 5, \"irina\": The password is not kept as a hash"));
  EXPECT_EQ(err_.find("12345678"), std::string::npos) << "a password is never told";
  EXPECT_EQ(users(), 1);
}

TEST_P(UserImportTest, TakesOnlyTheFirstOfThoseWithOneNameOrAddress) {
  add_old("masha", "masha@mail.example");
  add_old("MASHA", "other@mail.example");
  add_old("olga", "Masha@MAIL.example");
  for (const bool dry_run : {true, false}) {
    EXPECT_THAT(import(dry_run), HasSubstr("1, already there 0, refused 2\n"));
    EXPECT_THAT(err_, HasSubstr("\"MASHA\": The row users 1 has the same user name.\n"));
    EXPECT_THAT(err_, HasSubstr("\"olga\": The row users 1 has the same e-mail address.\n"));
  }
}

TEST_P(UserImportTest, LeavesTheAccountsThatAreThere) {
  const auto masha = add_user("masha");
  add_old("Masha", "another@mail.example");
  add_old("olga", "masha@mail.example");
  add_old("masha.s", "");
  EXPECT_EQ(import(), "taken 1, already there 0, refused 2\n");
  EXPECT_THAT(err_, HasSubstr("\"Masha\": Another account has this user name.\n"));
  EXPECT_THAT(err_, HasSubstr("\"olga\": Another account has this e-mail address.\n"));
  EXPECT_EQ(user(masha).password_hash, password_hash());
}

TEST_P(UserImportTest, DoesNotLetNamesWriteOnTheTerminal) {
  run_on(file(), "INSERT INTO users (username, password) VALUES ('an' || char(27) || '[2Jna' || char(8238), 'x')");
  import();
  EXPECT_THAT(err_, HasSubstr(R"("an\u001b[2Jna\u202e")"));
}

TEST_P(UserImportTest, TakesManyInPortions) {
  run_on(file(), std::string("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 450) "
                             "INSERT INTO users (username, email, password) "
                             "SELECT 'user' || i, 'user' || i || '@mail.example', '") +
                     kOldHash + "' FROM n");
  EXPECT_EQ(import(), "taken 450, already there 0, refused 0\n");
  EXPECT_EQ(users(), 450);
}

TEST_P(UserImportTest, ExplainsItself) {
  for (const std::vector<std::string>& arguments : {std::vector<std::string>{},
                                                    {"--from-sqlite"},
                                                    {"--from-sqlite", ""},
                                                    {"--dry-run"},
                                                    {file()},
                                                    {"--from-sqlite", file(), "--force"}}) {
    std::ostringstream out, err;
    EXPECT_EQ(import_users({database(), users_, journal_, audit_, clock()}, arguments, out, err), 1);
    EXPECT_THAT(err.str(), HasSubstr("usage: callboard import users --from-sqlite FILE [--dry-run]"));
  }
  std::ostringstream out, err;
  EXPECT_EQ(import_users({database(), users_, journal_, audit_, clock()}, {"--from-sqlite=/none"}, out, err), 1);
  EXPECT_EQ(err.str(), "import users: there is no file /none\n");
}

}  // namespace accounts
