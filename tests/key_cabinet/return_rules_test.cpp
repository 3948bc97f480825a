// Who brings a key back, and who hands it on.
#include "rules_fixture.hpp"

namespace key_cabinet {
namespace {

class ReturnRules : public RulesTest {};
CALLBOARD_ON_BOTH_ENGINES(ReturnRules);
class HandoverRules : public RulesTest {
 protected:
  void SetUp() override {
    RulesTest::SetUp();
    set_holder("12345ABC", "hands_over = 1");
    take("12345ABC", "101");
  }
  HandoverResult hand(const std::string& from, const std::string& label, const std::string& to) {
    return loans().hand_over(cabinet(7), {from, label, to});
  }
  bool has(const std::string& serial, const std::string& label) {
    return number("SELECT COUNT(*) FROM key_cabinet_loans WHERE open_key = " + key(label) +
                  " AND holder_id = " + holder(serial)) == 1;
  }
};
CALLBOARD_ON_BOTH_ENGINES(HandoverRules);

TEST_P(ReturnRules, ALateReturnIsAlwaysAccepted) {
  take("12345ABC", "101");
  clock().advance(std::chrono::hours(24 * 400));
  set_holder("12345ABC", "blocked = 1");
  set_key("101", "state = 'lost'");
  execute("DELETE FROM key_cabinet_access");
  EXPECT_EQ(bring("12345ABC", "101"), Return::Returned);
  EXPECT_EQ(number("SELECT COUNT(*) FROM key_cabinet_loans WHERE returned_how = 'cabinet' AND returned_by IS NULL"), 1);
}

TEST_P(ReturnRules, ASerialThatWasReplacedStillBringsBackAndTakesNothing) {
  take("12345ABC", "101");
  set_holder("12345ABC", "serial = 'NEW'");
  execute("INSERT INTO key_cabinet_past_serials (holder_id, serial, until_at) SELECT " + holder("67890DEF") +
          ", '12345ABC', 1");
  execute("INSERT INTO key_cabinet_past_serials (holder_id, serial, until_at) SELECT " + holder("NEW") +
          ", '12345ABC', 2");
  EXPECT_EQ(bring("12345ABC", "101"), Return::Returned);
  EXPECT_EQ(take("12345ABC", "101"), Issue::UnknownSerial);
  EXPECT_EQ(bring("12345ABC", "101"), Return::UnknownSerial);
}

TEST_P(ReturnRules, WhoMayDoItForOthersBringsBackWhatTheyTook) {
  take("12345ABC", "101");
  EXPECT_EQ(bring("67890DEF", "101"), Return::NotHeld);
  set_holder("67890DEF", "returns_for_others = 1");
  EXPECT_EQ(bring("67890DEF", "101"), Return::Returned);
  EXPECT_EQ(number("SELECT COUNT(*) FROM key_cabinet_loans WHERE returned_by = " + holder("67890DEF") +
                   " AND holder_id = " + holder("12345ABC")),
            1);
  EXPECT_EQ(bring("67890DEF", "101"), Return::NotHeld);
}

TEST_P(ReturnRules, AKeyIsNeverBackBeforeItWentOut) {
  take("12345ABC", "101");
  clock().advance(-std::chrono::hours(1));
  EXPECT_EQ(bring("12345ABC", "101"), Return::Returned);
  EXPECT_EQ(number("SELECT COUNT(*) FROM key_cabinet_loans WHERE returned_at = taken_at"), 1);
}

TEST_P(HandoverRules, GivesTheKeyToTheReceiver) {
  EXPECT_EQ(hand("12345ABC", "101", "67890DEF").outcome, Handover::Done);
  EXPECT_TRUE(has("67890DEF", "101"));
  EXPECT_EQ(number("SELECT COUNT(*) FROM key_cabinet_loans WHERE returned_how = 'handover'"), 1);
  EXPECT_EQ(number("SELECT COUNT(*) FROM key_cabinet_loans WHERE taken_how = 'handover'"), 1);
}

TEST_P(HandoverRules, NeedsTheGiversRightAndTheKey) {
  EXPECT_EQ(hand("NOBODY", "101", "67890DEF").outcome, Handover::UnknownGiver);
  EXPECT_EQ(hand("67890DEF", "101", "12345ABC").outcome, Handover::MayNotHandOver);
  EXPECT_EQ(hand("12345ABC", "102", "12345ABC").outcome, Handover::SameHolder);
  add_holder("THIRD", {"102"});
  EXPECT_EQ(hand("12345ABC", "102", "THIRD").outcome, Handover::NotHeld);
  EXPECT_TRUE(has("12345ABC", "101"));
  EXPECT_EQ(journal("type = 'handover_refused'"), 4);
}

TEST_P(HandoverRules, NeedsTheReceiversRightNow) {
  const auto refusal = [&](const std::string& to) {
    const auto result = hand("12345ABC", "101", to);
    EXPECT_EQ(result.outcome, Handover::ReceiverRefused);
    return result.refusal;
  };
  EXPECT_EQ(refusal("NOBODY"), Issue::UnknownSerial);
  add_holder("THIRD", {"102"});
  EXPECT_EQ(refusal("THIRD"), Issue::NoAccess);
  set_holder("67890DEF", "blocked = 1");
  EXPECT_EQ(refusal("67890DEF"), Issue::Blocked);
  EXPECT_TRUE(has("12345ABC", "101"));
  EXPECT_EQ(number("SELECT COUNT(*) FROM key_cabinet_loans"), 1);
}

TEST_P(HandoverRules, OfTwentyAtOnceOneGivesTheKey) {
  std::atomic<int> done = 0;
  on_threads(20, [&](int) {
    if (hand("12345ABC", "101", "67890DEF").outcome == Handover::Done) ++done;
  });
  EXPECT_EQ(done, 1);
  EXPECT_EQ(keys_out(), 1);
}

}  // namespace
}  // namespace key_cabinet
