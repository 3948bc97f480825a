#include "overdue_keys.hpp"

#include "callboard/testing/counting_metrics.hpp"
#include "callboard/testing/recording_mailer.hpp"
#include "rules_fixture.hpp"
#include "sql_overdue_repository.hpp"

namespace key_cabinet {
namespace {

// 5 is the holder's account, 1 and 2 are administrators; 2 has no address.
class FakePeople : public PeopleNames {
 public:
  std::map<UserId, PersonName> names(Transaction&, const std::vector<UserId>&) const override { return {}; }
  std::vector<UserId> named(Transaction&, const std::string&) const override { return {}; }
  std::map<UserId, PersonAddress> addresses(Transaction&, const std::vector<UserId>& users) const override {
    std::map<UserId, PersonAddress> found;
    for (const auto user : users) {
      if (user == UserId{5}) found[user] = {"holder@mail.example", "Anna", Language::Russian};
      if (user == UserId{1}) found[user] = {"admin@mail.example", "Boris", Language::English};
    }
    return found;
  }
  std::vector<UserId> with_role(Transaction&, const std::string& role) const override {
    return role == "admin" ? std::vector{UserId{1}, UserId{2}} : std::vector<UserId>{};
  }
};

class Overdue : public RulesTest {
 protected:
  void SetUp() override {
    RulesTest::SetUp();
    set_rooms("back_after = 60");
    set_holder("12345ABC", "user_id = 5");
  }
  int tell() {
    return OverdueKeys({database(), rows_, clock(), site_, people_, mailer_, log(), metrics_.counter("overdue", "")})
        .tell();
  }
  long long pending() {
    return database().read_single([&](Transaction& tx) { return rows_.count(tx, clock().now()); });
  }

  SqlOverdueRepository rows_;
  FakePeople people_;
  callboard::testing::RecordingMailer mailer_;
  callboard::testing::CountingMetrics metrics_;
};
CALLBOARD_ON_BOTH_ENGINES(Overdue);

TEST_P(Overdue, TellsTheHolderAndTheAdministratorsOnce) {
  take("12345ABC", "101");
  clock().advance(std::chrono::minutes(59));
  EXPECT_EQ(tell(), 0);
  EXPECT_EQ(pending(), 0);
  clock().advance(std::chrono::minutes(1));
  EXPECT_EQ(pending(), 1);
  EXPECT_EQ(tell(), 1);
  EXPECT_EQ(tell(), 0);
  EXPECT_EQ(mailer_.sent(), (std::vector<std::string>{"holder@mail.example key_cabinet/mail_overdue",
                                                      "admin@mail.example key_cabinet/mail_overdue_admin"}));
  EXPECT_EQ(mailer_.mails()[0].language, Language::Russian);
  EXPECT_EQ(mailer_.mails()[0].data.at("key"), "101");
  EXPECT_EQ(pending(), 1);
  EXPECT_EQ(metrics_.value("overdue"), 1u);
}

TEST_P(Overdue, TellsNothingOfWhatIsBack) {
  take("12345ABC", "101");
  clock().advance(std::chrono::minutes(61));
  bring("12345ABC", "101");
  EXPECT_EQ(tell(), 0);
  EXPECT_EQ(pending(), 0);
}

TEST_P(Overdue, TellsTheAdministratorsWhereTheHolderHasNoAccount) {
  take("67890DEF", "101");
  clock().advance(std::chrono::minutes(61));
  EXPECT_EQ(tell(), 1);
  EXPECT_EQ(mailer_.sent(), std::vector<std::string>{"admin@mail.example key_cabinet/mail_overdue_admin"});
}

TEST_P(Overdue, IsToldOnceBySeveralHostsAtOnce) {
  take("12345ABC", "101");
  take("12345ABC", "102");
  clock().advance(std::chrono::minutes(61));
  std::atomic<int> told = 0;
  on_threads(8, [&](int) { told += tell(); });
  EXPECT_EQ(told, 2);
  EXPECT_EQ(number("SELECT COUNT(*) FROM key_cabinet_loans WHERE alarmed_at IS NOT NULL"), 2);
}

}  // namespace
}  // namespace key_cabinet
