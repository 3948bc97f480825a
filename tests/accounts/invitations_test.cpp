#include <gmock/gmock.h>

#include "people_fixture.hpp"

namespace accounts {

class InvitationsTest : public PeopleTest {
 protected:
  std::string invite(const std::string& email) {
    EXPECT_FALSE(invitations_->invite(admin(), email, kHome));
    return mailed_token();
  }
  Invitations::Accepted accept(const std::string& token, const std::string& name = "stanislavsky") {
    return invitations_->accept(token, {name, kPassword, kPassword, kHome});
  }
  std::optional<User> by_name(const std::string& name) {
    return database().read_single([&](Transaction& tx) { return users_.find_by_name(tx, name); });
  }
};
CALLBOARD_ON_BOTH_ENGINES(InvitationsTest);

TEST_P(InvitationsTest, MakeATeacherWhoseAddressIsKnown) {
  const auto token = invite("k.s@mail.example");
  EXPECT_EQ(mailer_.sent().back(), "k.s@mail.example accounts/mail_invitation");
  EXPECT_EQ(invitations_->find(token)->email, "k.s@mail.example");
  const auto accepted = accept(token);
  EXPECT_FALSE(accepted.link_is_dead);
  EXPECT_FALSE(accepted.faults);
  const auto teacher = by_name("stanislavsky").value();
  EXPECT_EQ(teacher.roles, std::vector<std::string>{"teacher"});
  EXPECT_EQ(teacher.email, "k.s@mail.example");
  EXPECT_TRUE(teacher.email_verified);
  EXPECT_EQ(audit_.entries().back().by_id, to_sql(admin_));
  EXPECT_EQ(sign_in("k.s@mail.example", kPassword).verdict, Verdict::Right);
}

TEST_P(InvitationsTest, AreGoodOnce) {
  const auto token = invite("k.s@mail.example");
  accept(token);
  EXPECT_TRUE(accept(token, "another").link_is_dead);
  EXPECT_FALSE(by_name("another"));
}

TEST_P(InvitationsTest, ExpireAfterAWeek) {
  const auto token = invite("k.s@mail.example");
  clock().advance(std::chrono::hours(7 * 24));
  EXPECT_TRUE(accept(token).link_is_dead);
  EXPECT_TRUE(invitations_->open(admin()).empty());
}

TEST_P(InvitationsTest, StayGoodWhereTheFieldsDoNotHold) {
  const auto token = invite("k.s@mail.example");
  EXPECT_TRUE(accept(token, "abc").faults);
  EXPECT_TRUE(accept(token, "Director").faults);  // taken
  EXPECT_TRUE(invitations_->accept(token, {"stanislavsky", kPassword, "another", kHome}).faults);
  EXPECT_FALSE(accept(token).faults);
}

TEST_P(InvitationsTest, AreVoidedByANewerOneToTheSameAddress) {
  const auto first = invite("k.s@mail.example"), other = invite("n.d@mail.example"),
             second = invite("K.S@mail.example");
  EXPECT_TRUE(accept(first).link_is_dead);
  EXPECT_EQ(invitations_->open(admin()).size(), 2u);
  EXPECT_FALSE(accept(second).link_is_dead);
  EXPECT_TRUE(invitations_->find(other));
}

TEST_P(InvitationsTest, AreRevoked) {
  const auto token = invite("k.s@mail.example");
  const auto open = invitations_->open(admin());
  ASSERT_EQ(open.size(), 1u);
  EXPECT_TRUE(invitations_->revoke(admin(), open[0].token_hash));
  EXPECT_FALSE(invitations_->revoke(admin(), open[0].token_hash));
  EXPECT_TRUE(accept(token).link_is_dead);
}

TEST_P(InvitationsTest, AreAllThatRevokingEnds) {
  const auto id = add_user("masha");
  database().transact([&](Transaction& tx) {
    Link link;
    link.purpose = LinkPurpose::ResetPassword;
    link.user = id;
    link.email = link.email_key = "masha@mail.example";
    links_->issue(tx, link, std::chrono::hours(1));
  });
  const auto hash = database().read_single([&](Transaction& tx) {
    return link_rows_.list(tx, LinkPurpose::ResetPassword, clock().now(), 10).at(0).token_hash;
  });
  EXPECT_FALSE(invitations_->revoke(admin(), hash));
  EXPECT_EQ(number("SELECT COUNT(*) FROM accounts_links"), 1);
}

TEST_P(InvitationsTest, GoToNobodyWhoHasAnAccountOrNoAddress) {
  add_user("masha");
  for (const char* email : {"masha@mail.example", "MASHA@mail.example", "no address", ""}) {
    EXPECT_TRUE(invitations_->invite(admin(), email, kHome)) << email;
  }
  EXPECT_TRUE(mailer_.sent().empty());
}

TEST_P(InvitationsTest, MakeOneAccountHoweverOftenTheLinkIsUsedAtOnce) {
  const auto token = invite("k.s@mail.example");
  std::atomic<int> made = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&, i] {
        try {
          const auto accepted = accept(token, "teacher" + std::to_string(i));
          if (!accepted.link_is_dead && !accepted.faults) ++made;
        } catch (const Conflict&) {
        }
      });
    }
  }
  EXPECT_EQ(made, 1);
  EXPECT_EQ(number("SELECT COUNT(*) FROM accounts_users WHERE name LIKE 'teacher%'"), 1);
}

}  // namespace accounts
