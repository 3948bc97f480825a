#include "user_commands.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

#include "people_fixture.hpp"

namespace accounts {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

class UserCommandsTest : public PeopleTest {
 protected:
  struct Ran {
    int code = 0;
    std::string out, err;
  };
  // With `input` on a pipe, as a script would give it.
  Ran run(const std::vector<std::string>& arguments, const std::string& input = "") {
    int ends[2];
    EXPECT_EQ(::pipe(ends), 0);
    EXPECT_EQ(::write(ends[1], input.data(), input.size()), static_cast<ssize_t>(input.size()));
    ::close(ends[1]);
    std::ostringstream out, err;
    const MfaReset mfa_reset({database(), users_, totp_, recovery_, *changes_, *administration_, audit_});
    const UserCommands commands({database(), users_, directory_, journal_, *administration_, mfa_reset}, ends[0]);
    const int code = commands.run(arguments, out, err);
    ::close(ends[0]);
    return {code, out.str(), err.str()};
  }
  std::string file_of(const std::string& content) {
    const auto file = folder() / "password";
    std::ofstream(file) << content;
    return file.string();
  }
};
CALLBOARD_ON_BOTH_ENGINES(UserCommandsTest);

TEST_P(UserCommandsTest, MakeTheFirstAdminWithAPasswordFromTheStandardInput) {
  const auto made = run({"create", "--role", "admin", "olga", "--email", "olga@mail.example"}, "correct horse 9\n");
  EXPECT_EQ(made.code, 0) << made.err;
  EXPECT_THAT(made.out, HasSubstr("created: olga, admin, id "));
  const auto checked = sign_in("olga@mail.example", "correct horse 9");
  EXPECT_EQ(checked.verdict, Verdict::Right);
  EXPECT_TRUE(checked.user.has_role("admin"));
  EXPECT_TRUE(checked.user.email_verified);
}

TEST_P(UserCommandsTest, ReadAPasswordFromAFileWithoutItsLineEnd) {
  EXPECT_EQ(run({"create", "--role=student", "olga", "--password-file=" + file_of("correct horse 9\r\nmore")}).code, 0);
  EXPECT_EQ(sign_in("olga", "correct horse 9").verdict, Verdict::Right);
}

TEST_P(UserCommandsTest, SayWhatIsWrongWithANewAccount) {
  EXPECT_THAT(run({"create", "--role", "admin", "olga"}, "12345678\n").err, HasSubstr("Choose another one"));
  EXPECT_THAT(run({"create", "--role", "admin", "o"}, "correct horse 9\n").err, HasSubstr("4 to 20 characters"));
  EXPECT_THAT(run({"create", "--role", "king", "olga"}, "correct horse 9\n").err, HasSubstr("\"king\" is no role"));
  EXPECT_THAT(run({"create", "--role", "admin", "olga"}, "").err, HasSubstr("no password was given"));
  EXPECT_THAT(run({"create", "--role", "admin", "olga", "--password-file", "/none"}).err,
              HasSubstr("cannot open /none: No such file or directory"));
  EXPECT_EQ(number("SELECT COUNT(*) FROM accounts_users"), 1) << "the director alone";
  add_user("olga");
  EXPECT_THAT(run({"create", "--role", "admin", "Olga"}, "correct horse 9\n").err, HasSubstr("is taken"));
  EXPECT_EQ(run({"create", "--role", "admin", "Olga"}, "correct horse 9\n").code, 1);
}

TEST_P(UserCommandsTest, ListAndShowAccounts) {
  const auto id = static_cast<int>(add_user("olga", "admin"));
  add_user("masha");
  run({"disable", "masha"});
  EXPECT_THAT(run({"list"}).out, HasSubstr(std::to_string(id) + "\tolga\tolga@mail.example\tadmin\tenabled\n"));
  EXPECT_THAT(run({"list"}).out, HasSubstr("\tmasha@mail.example\tstudent\tdisabled\n"));
  const auto shown = run({"show", "Masha@mail.example"});
  EXPECT_THAT(shown.out, HasSubstr("name       masha\n"));
  EXPECT_THAT(shown.out, HasSubstr("The account was disabled"));
}

TEST_P(UserCommandsTest, AdministerAnAccount) {
  const auto id = add_user("masha");
  add_user("olga", "admin");
  EXPECT_EQ(run({"role", "masha", "add", "teacher"}).out, "teacher added: masha\n");
  EXPECT_EQ(run({"role", "masha", "add", "teacher"}).out, "nothing to change: masha\n");
  EXPECT_EQ(run({"role", "masha", "remove", "student"}).code, 0);
  EXPECT_EQ(user(id).roles, std::vector<std::string>{"teacher"});
  EXPECT_THAT(run({"role", "masha", "remove", "teacher"}).err, HasSubstr("an account has at least one"));
  EXPECT_EQ(run({"disable", "masha"}).out, "disabled: masha\n");
  EXPECT_EQ(run({"enable", "masha"}).out, "enabled: masha\n");
  EXPECT_EQ(run({"unlock", "masha"}).out, "unlocked: masha\n");
  EXPECT_EQ(run({"password", "masha"}, "another horse 9\n").out, "password set: masha\n");
  EXPECT_EQ(sign_in("masha", "another horse 9").verdict, Verdict::Right);
  EXPECT_EQ(run({"delete", "masha"}).out, "deleted: masha\n");
  EXPECT_FALSE(is_there(id));
}

TEST_P(UserCommandsTest, SwitchCodesOffForWhoLostThePhone) {
  const auto id = add_user("masha");
  require_codes(id);
  EXPECT_EQ(run({"mfa-off", "masha"}).out, "one-time codes off: masha\n");
  EXPECT_EQ(sign_in("masha", kPassword).verdict, Verdict::Right);
  EXPECT_EQ(run({"mfa-off", "masha"}).out, "nothing to change: masha\n");
}

TEST_P(UserCommandsTest, LeaveTheLastAdmin) {
  run({"role", "director", "add", "teacher"});
  for (const std::vector<std::string>& command : {std::vector<std::string>{"disable", "director"},
                                                  {"delete", "director"},
                                                  {"role", "director", "remove", "admin"}}) {
    const auto refused = run(command);
    EXPECT_EQ(refused.code, 1);
    EXPECT_THAT(refused.err, HasSubstr("director is the last admin"));
  }
  EXPECT_EQ(admins(), 1);
}

TEST_P(UserCommandsTest, SayWhomTheyDoNotKnow) {
  const auto refused = run({"delete", "nobody"});
  EXPECT_EQ(refused.code, 1);
  EXPECT_EQ(refused.err, "user delete: there is no account \"nobody\"\n");
}

TEST_P(UserCommandsTest, ExplainThemselvesWhereTheWordsAreNotRight) {
  add_user("olga");
  for (const std::vector<std::string>& command : {std::vector<std::string>{},
                                                  {"list", "all"},
                                                  {"create", "nina"},
                                                  {"create", "--role", "admin"},
                                                  {"create", "--role"},
                                                  {"create", "--role", "admin", "nina", "--password", "secret"},
                                                  {"disable"},
                                                  {"disable", "olga", "masha"},
                                                  {"disable", "olga", "--role", "admin"},
                                                  {"role", "olga", "grant", "admin"},
                                                  {"role", "olga", "add", "king"},
                                                  {"promote", "olga"}}) {
    const auto refused = run(command);
    EXPECT_EQ(refused.code, 1);
    EXPECT_THAT(refused.out, IsEmpty());
    EXPECT_THAT(refused.err, HasSubstr("usage: callboard user create"));
  }
}

}  // namespace accounts
