#include <fstream>

#include "account_removal.hpp"
#include "accounts_fixture.hpp"
#include "media/file_media_store.hpp"
#include "media/vips_pictures.hpp"
#include "own_data.hpp"
#include "people/plugins_peoples_data.hpp"
#include "profile.hpp"
#include "profile_rules.hpp"
#include "sql_user_directory.hpp"

namespace accounts {

namespace {

constexpr const char* kPicture =
    R"(<svg xmlns="http://www.w3.org/2000/svg" width="300" height="200"><rect width="300" height="200" fill="red"/></svg>)";

}  // namespace

class ProfileTest : public AccountsTest {
 protected:
  void SetUp() override {
    AccountsTest::SetUp();
    media_ = std::make_unique<host::FileMediaStore>(folder() / "media", database(), clock());
    email_change_ = std::make_unique<EmailChange>(
        EmailChange::Parts{database(), users_, *links_, *changes_, journal_, mailer_, clock(), site_});
    profile_ = std::make_unique<Profile>(
        Profile::Parts{database(), users_, *email_change_, journal_, *media_, pictures_, clock()});
    own_data_ = std::make_unique<OwnData>(OwnData::Parts{users_, session_rows_, journal_, *media_, clock()});
    data_.set({{"accounts", [this](Transaction& tx, UserId id) { return own_data_->collect(tx, id); },
                [this](Transaction& tx, UserId id) { own_data_->erase(tx, id); }}});
  }

  Profile::Changed change(UserId id, ProfileInput input, bool recently = true) {
    input.client = kHome;
    auto by = visitor(id, session_);
    by.recently_authenticated = recently;
    return profile_->change(by, input);
  }
  // A file as a browser sends it.
  const Upload& upload(const std::string& name, const std::string& content) {
    const auto path = folder() / "upload";
    std::ofstream(path) << content;
    upload_ = {"picture", name, "image/svg+xml", content.size(), std::make_shared<TemporaryFile>(path)};
    return upload_;
  }
  std::vector<std::string> fields(const Profile::Changed& changed) {
    std::vector<std::string> names;
    for (const auto& [field, fault] : changed.faults.all()) names.push_back(field);
    return names;
  }
  EmailChange::Outcome confirm(const std::string& token) { return email_change_->confirm(token, {}, kHome); }

  SessionCookie session_;
  Upload upload_;
  host::VipsPictures pictures_{RECODER};
  std::unique_ptr<host::FileMediaStore> media_;
  std::unique_ptr<EmailChange> email_change_;
  std::unique_ptr<Profile> profile_;
  std::unique_ptr<OwnData> own_data_;
  host::PluginsPeoplesData data_{audit_};
};
CALLBOARD_ON_BOTH_ENGINES(ProfileTest);

TEST_P(ProfileTest, KeepsWhatTheFormHoldsAndLeavesTheRestAsItIs) {
  const auto id = add_user("anna");
  ProfileInput input;
  input.full_name = "  Анна Петрова ";
  input.phone = "+7 (495) 123-45-67";
  input.bio = "Играю\r\nЧехова";
  ASSERT_FALSE(change(id, input).faults);
  EXPECT_EQ(user(id).full_name, "Анна Петрова");
  EXPECT_EQ(user(id).bio, "Играю\nЧехова");

  ProfileInput later;
  later.name = "anna2";
  ASSERT_FALSE(change(id, later).faults);
  EXPECT_EQ(user(id).name, "anna2");
  EXPECT_EQ(user(id).phone, "+7 (495) 123-45-67");
  EXPECT_EQ(sign_in("anna2", kPassword).verdict, Verdict::Right);
  EXPECT_EQ(sign_in("anna", kPassword).verdict, Verdict::Wrong);
}

TEST_P(ProfileTest, NamesEveryFieldThatIsWrongAndStoresNothingOfTheForm) {
  const auto id = add_user("anna");
  ProfileInput input;
  input.name = "x";
  input.email = "no address";
  input.full_name = std::string(101, 'x');
  input.phone = "call me";
  input.bio = std::string(1001, 'x');
  input.picture = &upload("me.png", "only text");
  EXPECT_EQ(fields(change(id, input)),
            (std::vector<std::string>{"bio", "email", "full_name", "phone", "picture", "username"}));
  EXPECT_EQ(user(id).name, "anna");
  EXPECT_EQ(number("SELECT COUNT(*) FROM host_media"), 0);
}

TEST_P(ProfileTest, StoresNothingWhereTheNameIsTaken) {
  add_user("boris");
  const auto id = add_user("anna");
  ProfileInput input;
  input.name = "Boris";
  input.full_name = "Anna";
  EXPECT_EQ(fields(change(id, input)), std::vector<std::string>{"username"});
  EXPECT_EQ(user(id).full_name, "");
}

TEST_P(ProfileTest, KeepsAPictureAsTwoBitmapsAndLetsItGo) {
  const auto id = add_user("anna");
  ProfileInput input;
  input.picture = &upload("me.svg", kPicture);
  ASSERT_FALSE(change(id, input).faults);
  EXPECT_TRUE(user(id).picture.ends_with(".webp"));
  EXPECT_NE(user(id).picture, user(id).picture_small);
  EXPECT_EQ(number("SELECT COUNT(*) FROM host_media_uses"), 2);

  ProfileInput without;
  without.remove_picture = true;
  ASSERT_FALSE(change(id, without).faults);
  EXPECT_EQ(user(id).picture, "");
  EXPECT_EQ(number("SELECT COUNT(*) FROM host_media_uses"), 0);
}

TEST_P(ProfileTest, ConfirmsAnotherAddressAtTheNewOneAndTellsTheOld) {
  const auto id = add_user("anna");
  ProfileInput input;
  input.email = "new@mail.example";
  ASSERT_TRUE(change(id, input).asked_for_email);
  EXPECT_EQ(mailer_.sent(), (std::vector<std::string>{"anna@mail.example accounts/mail_security",
                                                      "new@mail.example accounts/mail_email_change"}));
  EXPECT_EQ(user(id).email, "anna@mail.example");
  const auto token = mailed_token();
  EXPECT_EQ(confirm(token), EmailChange::Outcome::Done);
  EXPECT_EQ(user(id).email, "new@mail.example");
  EXPECT_TRUE(user(id).email_verified);
  EXPECT_EQ(mailer_.sent().back(), "anna@mail.example accounts/mail_security");
  EXPECT_EQ(confirm(token), EmailChange::Outcome::LinkIsDead);
}

TEST_P(ProfileTest, EndsOtherSessionsWhenTheAddressIsAnother) {
  const auto id = add_user("anna");
  const auto here = open_session(id), elsewhere = open_session(id);
  ProfileInput input;
  input.email = "new@mail.example";
  change(id, input);
  EXPECT_EQ(email_change_->confirm(mailed_token(), visitor(id, here), kHome), EmailChange::Outcome::Done);
  EXPECT_TRUE(is_signed_in(here));
  EXPECT_FALSE(is_signed_in(elsewhere));
}

TEST_P(ProfileTest, WantsThePasswordAgainBeforeAnotherAddress) {
  const auto id = add_user("anna");
  ProfileInput input;
  input.email = "new@mail.example";
  input.full_name = "Anna";
  EXPECT_TRUE(change(id, input, false).needs_password);
  EXPECT_EQ(user(id).full_name, "");
  EXPECT_TRUE(mailer_.sent().empty());
  input.email = "ANNA@mail.example";
  EXPECT_FALSE(change(id, input, false).needs_password);
}

TEST_P(ProfileTest, RefusesAnAddressThatIsSomebodyElsesAlsoAtTheLastMoment) {
  const auto id = add_user("anna");
  ProfileInput input;
  input.email = "new@mail.example";
  change(id, input);
  const auto token = mailed_token();
  const auto other = add_user("boris");
  database().transact(
      [&](Transaction& tx) { users_.set_email(tx, other, "new@mail.example", "new@mail.example", std::nullopt); });
  EXPECT_EQ(confirm(token), EmailChange::Outcome::Taken);
  EXPECT_EQ(user(id).email, "anna@mail.example");
  EXPECT_EQ(fields(change(id, input)), std::vector<std::string>{"email"});
}

TEST_P(ProfileTest, VoidsTheWishForAnotherAddressWhenThePasswordIsChanged) {
  const auto id = add_user("anna");
  ProfileInput input;
  input.email = "new@mail.example";
  change(id, input);
  const auto token = mailed_token();
  database().transact([&](Transaction& tx) {
    changes_->announce(tx, users_.find(tx, id).value(), Event::PasswordChanged, kHome, kNoSession);
  });
  EXPECT_EQ(confirm(token), EmailChange::Outcome::LinkIsDead);
}

TEST_P(ProfileTest, ExportsAllThatIsKept) {
  const auto id = add_user("anna");
  open_session(id);
  const auto data = database().read_single([&](Transaction& tx) { return data_.collect(tx, id); });
  EXPECT_EQ(data["accounts"]["username"], "anna");
  EXPECT_EQ(data["accounts"]["sessions"].size(), 1U);
  EXPECT_EQ(data["accounts"]["journal"][0]["event"], "signed_in");
  EXPECT_EQ(data.dump().find(password_hash()), std::string::npos);
}

TEST_P(ProfileTest, LeavesNothingOfADeletedAccountAndFreesItsName) {
  const auto id = add_user("anna");
  open_session(id);
  ProfileInput input;
  input.picture = &upload("me.svg", kPicture);
  input.email = "new@mail.example";
  change(id, input);
  SqlUserDirectory directory;
  const AccountRemoval removal(users_, directory, data_);
  EXPECT_EQ(database().transact([&](Transaction& tx) { return removal.remove(tx, id); }), Removal::Done);
  for (const char* table : {"accounts_users", "accounts_roles", "accounts_sessions", "accounts_links",
                            "accounts_journal", "host_media_uses"}) {
    EXPECT_EQ(number(std::string("SELECT COUNT(*) FROM ") + table), 0) << table;
  }
  EXPECT_NE(add_user("anna"), id);
}

TEST(ProfileRules, TakePhoneNumbersAsPeopleWriteThem) {
  const auto faulty = [](const std::string& phone) {
    ProfileInput input;
    input.phone = phone;
    return !profile_faults(User{}, input).empty();
  };
  for (const char* good : {"", "+7 495 123-45-67", "8(495)1234567", "12345", " 112-55 "})
    EXPECT_FALSE(faulty(good)) << good;
  for (const char* bad : {"1234", "call", "+7+495", "１２３４５６", "1234567890123456", "555\n1234"}) {
    EXPECT_TRUE(faulty(bad)) << bad;
  }
}

TEST(ProfileRules, CountCharactersNotBytes) {
  ProfileInput input;
  std::string name;
  for (int i = 0; i < 100; ++i) name += "ж";
  input.full_name = name;
  EXPECT_TRUE(profile_faults(User{}, input).empty());
  input.full_name = name + "ж";
  EXPECT_FALSE(profile_faults(User{}, input).empty());
}

TEST(ProfileRules, RefuseControlCharactersButLineBreaksInTheBio) {
  ProfileInput input;
  input.bio = "one\ntwo";
  EXPECT_TRUE(profile_faults(User{}, input).empty());
  input.bio = "one\x1b[2J";
  EXPECT_FALSE(profile_faults(User{}, input).empty());
}

}  // namespace accounts
