#include <gmock/gmock.h>

#include "people_fixture.hpp"

namespace accounts {

using Outcome = Administration::Outcome;
using ::testing::ElementsAre;

class AdministrationTest : public PeopleTest {
 protected:
  UserId masha_{};
  void SetUp() override {
    PeopleTest::SetUp();
    masha_ = add_user("masha");
  }
  Administration::Changed change(UserId id, std::optional<std::string> name, std::optional<std::string> password) {
    return administration_->change(admin(), id, {std::move(name), std::move(password)}, kHome);
  }
};
CALLBOARD_ON_BOTH_ENGINES(AdministrationTest);

TEST_P(AdministrationTest, OfRolesIsAuditedJournaledMailedAndEndsWhatIsSignedIn) {
  const auto cookie = open_session(masha_);
  const auto token = token_of(masha_);
  EXPECT_EQ(administration_->set_roles(admin(), masha_, {"teacher", "student", "teacher"}, kHome), Outcome::Done);
  EXPECT_THAT(user(masha_).roles, ::testing::UnorderedElementsAre("student", "teacher"));
  EXPECT_FALSE(is_signed_in(cookie));
  EXPECT_THROW(bearer(token), Unauthorized);
  EXPECT_EQ(events(masha_).front(), "roles_changed");
  EXPECT_THAT(mailer_.sent(), ElementsAre("masha@mail.example accounts/mail_security"));
  const auto entry = audit_.entries().back();
  EXPECT_EQ(entry.by_id, to_sql(admin_));
  EXPECT_EQ(entry.entry.changes.at(0).before, "student");
  EXPECT_EQ(entry.entry.changes.at(0).after, "student, teacher");
}

TEST_P(AdministrationTest, OfTheSameRolesChangesNothing) {
  const auto cookie = open_session(masha_);
  EXPECT_EQ(administration_->set_roles(admin(), masha_, {"student"}, kHome), Outcome::Unchanged);
  EXPECT_TRUE(is_signed_in(cookie));
  EXPECT_TRUE(audit_.actions().empty());
}

TEST_P(AdministrationTest, KnowsNoOtherRolesAndNeedsOne) {
  EXPECT_EQ(administration_->set_roles(admin(), masha_, {"owner"}, kHome), Outcome::NoRole);
  EXPECT_EQ(administration_->set_roles(admin(), masha_, {"student", "Admin"}, kHome), Outcome::NoRole);
  EXPECT_EQ(administration_->set_roles(admin(), masha_, {}, kHome), Outcome::NoRole);
  EXPECT_THAT(user(masha_).roles, ElementsAre("student"));
}

TEST_P(AdministrationTest, IsForAdminsAlone) {
  auto pretender = visitor(masha_);
  pretender.roles = {"admin"};  // as a request that began before the role was taken away
  for (const auto& by : {visitor(masha_), pretender, Visitor{}}) {
    EXPECT_THROW(administration_->set_roles(by, masha_, {"admin"}, kHome), Forbidden);
    EXPECT_THROW(administration_->disable(by, admin_, kHome), Forbidden);
    EXPECT_THROW(administration_->enable(by, admin_, kHome), Forbidden);
    EXPECT_THROW(administration_->unlock(by, admin_, kHome), Forbidden);
    EXPECT_THROW(administration_->remove(by, admin_), Forbidden);
    EXPECT_THROW(administration_->change(by, admin_, {"somebody", {}}, kHome), Forbidden);
    EXPECT_THROW(administration_->add(by, {"newcomer", "", kPassword, "admin", false, kHome}), Forbidden);
    EXPECT_THROW(invitations_->invite(by, "new@mail.example", kHome), Forbidden);
    EXPECT_THROW(invitations_->open(by), Forbidden);
    EXPECT_THROW(invitations_->revoke(by, "x"), Forbidden);
  }
  EXPECT_TRUE(audit_.actions().empty());
  EXPECT_EQ(number("SELECT COUNT(*) FROM accounts_users"), 2);
}

TEST_P(AdministrationTest, FromTheConsoleNeedsNoAccount) {
  EXPECT_EQ(administration_->set_roles(console(), masha_, {"admin"}, kHome), Outcome::Done);
  EXPECT_EQ(audit_.entries().back().by, Visitor::Kind::Console);
}

TEST_P(AdministrationTest, OfAnAccountThatIsNotThereIsNotFound) {
  const UserId nobody{999'999};
  EXPECT_THROW(administration_->set_roles(admin(), nobody, {"student"}, kHome), NotFound);
  EXPECT_THROW(administration_->disable(admin(), nobody, kHome), NotFound);
  EXPECT_THROW(administration_->enable(admin(), nobody, kHome), NotFound);
  EXPECT_THROW(administration_->unlock(admin(), nobody, kHome), NotFound);
  EXPECT_THROW(administration_->remove(admin(), nobody), NotFound);
  EXPECT_THROW(change(nobody, "somebody", {}), NotFound);
  EXPECT_TRUE(audit_.actions().empty());
}

TEST_P(AdministrationTest, DisablesAndEnables) {
  const auto cookie = open_session(masha_);
  EXPECT_EQ(administration_->disable(admin(), masha_, kHome), Outcome::Done);
  EXPECT_EQ(administration_->disable(admin(), masha_, kHome), Outcome::Unchanged);
  EXPECT_FALSE(is_signed_in(cookie));
  EXPECT_EQ(sign_in("masha", kPassword).verdict, Verdict::Disabled);
  EXPECT_EQ(administration_->enable(admin(), masha_, kHome), Outcome::Done);
  EXPECT_EQ(administration_->enable(admin(), masha_, kHome), Outcome::Unchanged);
  EXPECT_EQ(sign_in("masha", kPassword).verdict, Verdict::Right);
  EXPECT_THAT(audit_.actions(), ElementsAre("disabled user " + std::to_string(to_sql(masha_)),
                                            "enabled user " + std::to_string(to_sql(masha_))));
  EXPECT_EQ(mailer_.sent().size(), 2u);
}

TEST_P(AdministrationTest, UnlocksAfterTooManyWrongPasswords) {
  for (int i = 0; i < 8; ++i) {
    try {
      sign_in("masha", "wrong password");
    } catch (const TooMany&) {
    }
  }
  EXPECT_THROW(sign_in("masha", kPassword), TooMany);
  administration_->unlock(admin(), masha_, kHome);
  EXPECT_EQ(sign_in("masha", kPassword).verdict, Verdict::Right);
  EXPECT_EQ(events(masha_).front(), "unlocked");
}

TEST_P(AdministrationTest, DeletesWithTheDataOfAllPlugins) {
  EXPECT_EQ(administration_->remove(admin(), masha_), Outcome::Done);
  EXPECT_FALSE(is_there(masha_));
  EXPECT_THAT(erased_, ElementsAre(masha_));
  EXPECT_THAT(mailer_.sent(), ElementsAre("masha@mail.example accounts/mail_deleted"));
  EXPECT_TRUE(add_user("masha") != masha_);
}

TEST_P(AdministrationTest, LeavesTheLastAdminAlone) {
  EXPECT_EQ(administration_->remove(admin(), admin_), Outcome::LastAdmin);
  EXPECT_EQ(administration_->disable(admin(), admin_, kHome), Outcome::LastAdmin);
  EXPECT_EQ(administration_->set_roles(admin(), admin_, {"teacher"}, kHome), Outcome::LastAdmin);
  EXPECT_EQ(administration_->set_roles(admin(), admin_, {}, kHome), Outcome::LastAdmin);
  EXPECT_EQ(admins(), 1);
  EXPECT_TRUE(erased_.empty());
}

TEST_P(AdministrationTest, DoesNotCountADisabledAdmin) {
  const auto other = add_user("deputy", "admin");
  ASSERT_EQ(administration_->disable(admin(), other, kHome), Outcome::Done);
  EXPECT_EQ(administration_->remove(admin(), admin_), Outcome::LastAdmin);
  EXPECT_EQ(administration_->remove(admin(), other), Outcome::Done);
}

TEST_P(AdministrationTest, LetsAnAdminGoWhereAnotherStays) {
  add_user("deputy", "admin");
  EXPECT_EQ(administration_->remove(admin(), admin_), Outcome::Done);
}

TEST_P(AdministrationTest, AddsAsIfByRegistration) {
  const auto added = administration_->add(admin(), {"dasha", "", kPassword, std::string(kStudent), false, kHome});
  ASSERT_TRUE(added.user);
  EXPECT_EQ(sign_in("dasha", kPassword).verdict, Verdict::Right);
  EXPECT_TRUE(administration_->add(admin(), {"DASHA", "", kPassword, std::string(kStudent), false, kHome}).taken);
  EXPECT_TRUE(administration_->add(admin(), {"abc", "", kPassword, std::string(kStudent), false, kHome}).faults);
}

TEST_P(AdministrationTest, RenamesUnlessTheNameIsTaken) {
  EXPECT_FALSE(change(masha_, "Maria", {}).taken);
  EXPECT_EQ(user(masha_).name, "Maria");
  EXPECT_EQ(events(masha_).front(), "name_changed");
  EXPECT_TRUE(change(masha_, "DIRECTOR", {}).taken);
  EXPECT_TRUE(change(masha_, "abc", {}).faults);
  EXPECT_EQ(user(masha_).name, "Maria");
  EXPECT_FALSE(change(masha_, "MARIA", {}).taken);  // her own, in another case
}

TEST_P(AdministrationTest, OfATakenNameLeavesThePasswordToo) {
  EXPECT_TRUE(change(masha_, "director", "another horse battery").taken);
  EXPECT_EQ(sign_in("masha", kPassword).verdict, Verdict::Right);
}

TEST_P(AdministrationTest, OfAPasswordEndsWhatIsSignedInAndMails) {
  const auto cookie = open_session(masha_);
  const auto token = token_of(masha_);
  EXPECT_FALSE(change(masha_, {}, "another horse battery").faults);
  EXPECT_FALSE(is_signed_in(cookie));
  EXPECT_THROW(bearer(token), Unauthorized);
  EXPECT_EQ(sign_in("masha", "another horse battery").verdict, Verdict::Right);
  EXPECT_THAT(mailer_.sent(), ElementsAre("masha@mail.example accounts/mail_security"));
  EXPECT_TRUE(change(masha_, {}, "short").faults);
}

TEST_P(AdministrationTest, OfOnesOwnPasswordKeepsTheSessionAtHand) {
  const auto cookie = open_session(admin_), other = open_session(admin_);
  administration_->change(visitor(admin_, cookie), admin_, {{}, "another horse battery"}, kHome);
  EXPECT_TRUE(is_signed_in(cookie));
  EXPECT_FALSE(is_signed_in(other));
}

// Of two admins who take each other's role, or their own, at once, exactly one succeeds.
class LastAdminTest : public PeopleTest {
 protected:
  static constexpr int kRounds = 20;

  template <typename First, typename Second>
  int done_of(const First& first, const Second& second) {
    std::atomic<int> ready = 0, done = 0;
    const auto run = [&](const auto& work) {
      ++ready;
      while (ready < 2) std::this_thread::yield();
      try {
        if (work() == Outcome::Done) ++done;
      } catch (const Forbidden&) {
      }
    };
    {
      const std::jthread one([&] { run(first); }), two([&] { run(second); });
    }
    return done;
  }
  void both_admins_again(UserId one, UserId two) {
    database().transact([&](Transaction& tx) {
      for (const auto id : {one, two}) {
        users_.add_role(tx, id, "admin");
        users_.set_disabled(tx, id, std::nullopt);
      }
    });
  }
};
CALLBOARD_ON_BOTH_ENGINES(LastAdminTest);

TEST_P(LastAdminTest, StaysWhenTwoDemoteEachOther) {
  const auto other = add_user("deputy", "admin");
  const auto one = admin(), two = visitor(other);
  for (int round = 0; round < kRounds; ++round) {
    EXPECT_EQ(done_of([&] { return administration_->set_roles(one, other, {"teacher"}, kHome); },
                      [&] { return administration_->set_roles(two, admin_, {"teacher"}, kHome); }),
              1);
    EXPECT_EQ(admins(), 1);
    both_admins_again(admin_, other);
  }
}

TEST_P(LastAdminTest, StaysWhenTwoDemoteThemselves) {
  const auto other = add_user("deputy", "admin");
  const auto one = admin(), two = visitor(other);
  for (int round = 0; round < kRounds; ++round) {
    EXPECT_EQ(done_of([&] { return administration_->set_roles(one, admin_, {"teacher"}, kHome); },
                      [&] { return administration_->disable(two, other, kHome); }),
              1);
    EXPECT_EQ(admins(), 1);
    both_admins_again(admin_, other);
  }
}

TEST_P(LastAdminTest, StaysWhenTwoDeleteEachOther) {
  auto one = admin_;
  for (int round = 0; round < kRounds; ++round) {
    const auto two = add_user("deputy" + std::to_string(round), "admin");
    const auto first = visitor(one), second = visitor(two);
    EXPECT_EQ(done_of([&] { return administration_->remove(first, two); },
                      [&] { return administration_->remove(second, one); }),
              1);
    EXPECT_EQ(admins(), 1);
    if (!is_there(one)) one = two;
  }
}

}  // namespace accounts
