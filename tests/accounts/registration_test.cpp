#include <thread>

#include "accounts_fixture.hpp"

namespace accounts {

class RegistrationTest : public AccountsTest {
 protected:
  Registered add(const std::string& name, const std::string& email, const std::string& password = kPassword) {
    return registration_->add({name, email, password, std::string(kStudent), false, kHome});
  }
  static std::vector<std::string> fields(const Registered& registered) {
    std::vector<std::string> names;
    for (const auto& [field, fault] : registered.faults.all()) names.push_back(field);
    return names;
  }
  long long users() { return number("SELECT COUNT(*) FROM accounts_users"); }
};
CALLBOARD_ON_BOTH_ENGINES(RegistrationTest);

TEST_P(RegistrationTest, MakesAStudentWhoCanSignIn) {
  const auto added = add("masha", "masha@mail.example");
  ASSERT_TRUE(added.user);
  EXPECT_EQ(user(*added.user).roles, std::vector<std::string>{"student"});
  EXPECT_EQ(sign_in("masha", kPassword).verdict, Verdict::Right);
  EXPECT_EQ(events(*added.user), std::vector<std::string>{"registered"});
}

TEST_P(RegistrationTest, RemembersWhichPrivacyTextWasAccepted) {
  const auto accepted = [&](const char* name, bool accepts) {
    const auto added = registration_->add({name, "", kPassword, std::string(kStudent), false, kHome, accepts});
    return user(added.user.value()).privacy_accepted;
  };
  EXPECT_EQ(accepted("first", true), std::nullopt) << "there is no text";
  site_.value.privacy = "We keep little.";
  site_.value.privacy_since = clock().now() - std::chrono::hours(5);
  EXPECT_EQ(accepted("second", true), site_.value.privacy_since);
  EXPECT_EQ(accepted("third", false), std::nullopt) << "somebody else made the account";
}

TEST_P(RegistrationTest, KeepsThePasswordAsArgon2id) {
  EXPECT_TRUE(user(add("masha", "masha@mail.example").user.value()).password_hash.starts_with("$argon2id$"));
}

TEST_P(RegistrationTest, RefusesATakenNameInAnotherCase) {
  add("masha", "masha@mail.example");
  for (const char* name : {"masha", "MASHA", "Masha", " masha "}) {
    const auto added = add(name, "other@mail.example");
    EXPECT_FALSE(added.user) << name;
    EXPECT_TRUE(added.taken) << name;
    EXPECT_EQ(fields(added), std::vector<std::string>{"username"}) << name;
  }
  EXPECT_EQ(users(), 1);
}

TEST_P(RegistrationTest, RefusesATakenAddressInAnotherCase) {
  add("masha", "masha@mail.example");
  const auto added = add("dasha", "Masha@Mail.Example");
  EXPECT_TRUE(added.taken);
  EXPECT_EQ(fields(added), std::vector<std::string>{"email"});
  EXPECT_EQ(users(), 1);
}

TEST_P(RegistrationTest, NamesEveryFieldThatIsWrongAndStoresNothing) {
  EXPECT_EQ(fields(add("abc", "no address", "short")), (std::vector<std::string>{"email", "password1", "username"}));
  EXPECT_EQ(fields(add("аdmin", "a@mail.example")), std::vector<std::string>{"username"});  // a Cyrillic а
  EXPECT_EQ(fields(add("ma\x01sha", "a@mail.example")), std::vector<std::string>{"username"});
  EXPECT_EQ(fields(add(std::string(21, 'a'), "a@mail.example")), std::vector<std::string>{"username"});
  EXPECT_EQ(fields(add("masha", "a@mail.example", std::string(129, 'x'))), std::vector<std::string>{"password1"});
  EXPECT_EQ(users(), 0);
  EXPECT_TRUE(mailer_.sent().empty());
}

TEST_P(RegistrationTest, NeedsNoAddressFromAProgram) {
  EXPECT_TRUE(add("robot", "").user);
  EXPECT_TRUE(add("robot2", "").user);
  EXPECT_TRUE(mailer_.sent().empty());
}

TEST_P(RegistrationTest, MailsALinkThatConfirmsTheAddressOnce) {
  const auto id = add("masha", "masha@mail.example").user.value();
  EXPECT_EQ(mailer_.sent(), std::vector<std::string>{"masha@mail.example accounts/mail_verify"});
  EXPECT_FALSE(user(id).email_verified);
  const auto token = mailed_token();
  EXPECT_TRUE(verification_->confirm(token, kHome));
  EXPECT_TRUE(user(id).email_verified);
  EXPECT_FALSE(verification_->confirm(token, kHome));
  EXPECT_FALSE(verification_->confirm("rubbish", kHome));
}

TEST_P(RegistrationTest, ConfirmsNoAddressThatIsNoLongerTheAccounts) {
  const auto id = add("masha", "masha@mail.example").user.value();
  database().transact(
      [&](Transaction& tx) { users_.set_email(tx, id, "new@mail.example", "new@mail.example", std::nullopt); });
  EXPECT_FALSE(verification_->confirm(mailed_token(), kHome));
  EXPECT_FALSE(user(id).email_verified);
}

TEST_P(RegistrationTest, ForgetsALinkAfterAWeek) {
  const auto id = add("masha", "masha@mail.example").user.value();
  clock().advance(std::chrono::hours(7 * 24 + 1));
  EXPECT_FALSE(verification_->confirm(mailed_token(), kHome));
  EXPECT_FALSE(user(id).email_verified);
}

TEST_P(RegistrationTest, GivesANameToOneOfManyWhoWantItAtOnce) {
  std::atomic<int> made{0}, taken{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&, i] {
      const auto hash = password_hash();
      const auto added = database().transact([&](Transaction& tx) {
        return registration_->add(
            tx, {"masha", "masha" + std::to_string(i) + "@mail.example", kPassword, "student", false, kHome}, hash);
      });
      (added.user ? made : taken) += 1;
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(made, 1);
  EXPECT_EQ(taken, 7);
}

TEST_P(RegistrationTest, LetsAWholeSchoolRegisterFromOneAddressInAnHour) {
  Registered last;
  for (int i = 0; i < 400; ++i) {
    ASSERT_NO_THROW(limiter_->require({"accounts.registrations", 400, std::chrono::seconds(5)}, kHome.address)) << i;
  }
  EXPECT_THROW(add("masha", "masha@mail.example"), TooMany);
  clock().advance(std::chrono::seconds(5));
  EXPECT_TRUE(add("masha", "masha@mail.example").user);
}

}  // namespace accounts
