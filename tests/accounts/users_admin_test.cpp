#include "users_admin.hpp"

#include <gmock/gmock.h>

#include "callboard/testing/request_builder.hpp"
#include "people_fixture.hpp"

namespace accounts {

using nlohmann::json;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

class UsersAdminTest : public PeopleTest {
 protected:
  void SetUp() override {
    PeopleTest::SetUp();
    editing_.emplace(AccountEditing::Parts{users_, *administration_, *changes_, *verification_, journal_, *links_,
                                           audit_, mailer_, clock(), site_});
    mfa_reset_.emplace(MfaReset::Parts{database(), users_, totp_, recovery_, *changes_, *administration_, audit_});
    admin_pages_.emplace(UsersAdmin::Parts{*editing_, *administration_, *mfa_reset_});
    masha_ = add_user("masha");
  }

  template <typename Work>
  auto as(const Visitor& by, const Work& work) {
    const auto request = callboard::testing::RequestBuilder(Method::Post, "/admin/users").build();
    const AdminCall call{by, *request};
    return database().transact([&](Transaction& tx) { return work(tx, call); });
  }
  UserId create(const json& values) {
    return UserId{
        as(admin(), [&](Transaction& tx, const AdminCall& call) { return resource_.writes.create(tx, call, values); })};
  }
  void change(UserId id, const json& values) {
    as(admin(), [&](Transaction& tx, const AdminCall& call) {
      resource_.writes.change(tx, call, static_cast<std::int64_t>(id), values);
    });
  }
  void act(const std::string& name, UserId id) {
    const auto action = std::find_if(resource_.actions.begin(), resource_.actions.end(),
                                     [&](const auto& candidate) { return candidate.name == name; });
    as(admin(), [&](Transaction& tx, const AdminCall& call) {
      action->run(tx, call, static_cast<std::int64_t>(id), json::object());
    });
  }
  // The fields at which a work is refused.
  template <typename Work>
  std::vector<std::string> refused(const Work& work) {
    std::vector<std::string> fields;
    try {
      work();
    } catch (const AdminRefusal& refusal) {
      for (const auto& [field, fault] : refusal.faults().all()) fields.push_back(field);
      if (fields.empty()) fields.push_back(refusal.public_text().english());
    }
    return fields;
  }
  json newcomer() const {
    return {{"username", "newcomer"},
            {"email", "new@mail.example"},
            {"full_name", "Пётр Новиков"},
            {"phone", ""},
            {"bio", ""},
            {"roles", {"teacher"}}};
  }

  std::optional<AccountEditing> editing_;
  std::optional<MfaReset> mfa_reset_;
  std::optional<UsersAdmin> admin_pages_;
  AdminResource resource_;
  UserId masha_{};
};

class UsersAdminOnBothTest : public UsersAdminTest {
 protected:
  void SetUp() override {
    UsersAdminTest::SetUp();
    resource_ = admin_pages_->users();
  }
};
CALLBOARD_ON_BOTH_ENGINES(UsersAdminOnBothTest);

TEST_P(UsersAdminOnBothTest, ANewAccountIsMailedALinkToChooseAPassword) {
  const auto id = create(newcomer());
  EXPECT_EQ(user(id).full_name, "Пётр Новиков");
  EXPECT_THAT(user(id).roles, ElementsAre("teacher"));
  EXPECT_FALSE(user(id).email_verified);
  EXPECT_THAT(mailer_.sent(), ElementsAre("new@mail.example accounts/mail_welcome"));
  EXPECT_EQ(sign_in("newcomer", std::string(kNoPassword)).verdict, Verdict::Wrong);
  EXPECT_THAT(audit_.actions(), ElementsAre("created user " + std::to_string(to_sql(id))));
}

TEST_P(UsersAdminOnBothTest, AnAccountThatDoesNotHoldIsNotMade) {
  auto values = newcomer();
  values["username"] = "masha";
  EXPECT_THAT(refused([&] { create(values); }), ElementsAre("username"));
  values["username"] = "x";
  values["email"] = "";
  EXPECT_THAT(refused([&] { create(values); }), ElementsAre("email", "username"));
  values = newcomer();
  values["email"] = "masha@mail.example";
  EXPECT_THAT(refused([&] { create(values); }), ElementsAre("email"));
  EXPECT_TRUE(mailer_.sent().empty());
  EXPECT_EQ(number("SELECT COUNT(*) FROM accounts_users"), 2);
}

TEST_P(UsersAdminOnBothTest, AnotherAddressIsNotConfirmedYetAndEndsWhatIsSignedIn) {
  const auto cookie = open_session(masha_);
  change(masha_, {{"email", "other@mail.example"}});
  EXPECT_EQ(user(masha_).email, "other@mail.example");
  EXPECT_FALSE(user(masha_).email_verified);
  EXPECT_FALSE(is_signed_in(cookie));
  EXPECT_THAT(mailer_.sent(), UnorderedElementsAre("masha@mail.example accounts/mail_security",
                                                   "other@mail.example accounts/mail_verify"));
}

TEST_P(UsersAdminOnBothTest, AChangeOfTheProfileIsAudited) {
  const auto cookie = open_session(masha_);
  change(masha_, {{"full_name", "Мария Ермолова"}, {"phone", "+7 495 123-45-67"}});
  EXPECT_EQ(user(masha_).full_name, "Мария Ермолова");
  EXPECT_TRUE(is_signed_in(cookie)) << "no credential was changed";
  const auto entry = audit_.entries().back().entry;
  EXPECT_EQ(entry.action, "changed");
  EXPECT_EQ(entry.person, masha_);
  EXPECT_EQ(entry.changes.size(), 2u);
}

TEST_P(UsersAdminOnBothTest, NothingOfAChangeStaysWhereAPartIsRefused) {
  EXPECT_THAT(refused([&] {
                change(masha_, {{"username", "marusya"}, {"full_name", "Мария"}, {"roles", json::array()}});
              }),
              ElementsAre("roles"));
  EXPECT_EQ(user(masha_).name, "masha");
  EXPECT_EQ(user(masha_).full_name, "");
  EXPECT_THAT(refused([&] { change(masha_, {{"phone", "call me"}}); }), ElementsAre("phone"));
}

TEST_P(UsersAdminOnBothTest, TheLastAdminStays) {
  EXPECT_THAT(refused([&] { change(admin_, {{"roles", {"teacher"}}}); }), ElementsAre("roles"));
  const std::string why = "This is the last administrator. Make somebody else one first.";
  EXPECT_THAT(refused([&] { act("disable", admin_); }), ElementsAre(why));
  EXPECT_THAT(refused([&] {
                as(admin(),
                   [&](Transaction& tx, const AdminCall& call) { resource_.writes.remove(tx, call, to_sql(admin_)); });
              }),
              ElementsAre(why));
  EXPECT_TRUE(user(admin_).has_role(kAdmin));
}

TEST_P(UsersAdminOnBothTest, IsForWhoIsAnAdminNow) {
  EXPECT_THROW(as(visitor(masha_),
                  [&](Transaction& tx, const AdminCall& call) {
                    resource_.writes.change(tx, call, to_sql(admin_), {{"full_name", "x"}});
                  }),
               Forbidden);
  EXPECT_THROW(
      as(visitor(masha_),
         [&](Transaction& tx, const AdminCall& call) { return resource_.writes.create(tx, call, newcomer()); }),
      Forbidden);
}

TEST_P(UsersAdminOnBothTest, AccountsAreDisabledAndEnabled) {
  act("disable", masha_);
  EXPECT_TRUE(user(masha_).disabled_at);
  act("enable", masha_);
  EXPECT_FALSE(user(masha_).disabled_at);
  EXPECT_THAT(events(masha_), ElementsAre("enabled", "disabled"));
}

}  // namespace accounts
