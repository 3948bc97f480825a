// Who may take which key, and when it is due.
#include "rules_fixture.hpp"

namespace key_cabinet {
namespace {

constexpr int kMonday = 1, kFriday = 16, kSaturday = 32, kSunday = 64, kAllDays = 127;

class AccessRules : public RulesTest {};
CALLBOARD_ON_BOTH_ENGINES(AccessRules);
class WindowRules : public RulesTest {
 protected:
  // 67890DEF may take 103 in that window alone.
  void allow_in(const std::string& window) { grant("holder_id", holder("67890DEF"), "key_id", key("103"), window); }
  bool open_at(const std::string& local) {
    it_is(local);
    return may_take("67890DEF", "103");
  }
};
CALLBOARD_ON_BOTH_ENGINES(WindowRules);
class CurfewRules : public RulesTest {};
CALLBOARD_ON_BOTH_ENGINES(CurfewRules);

TEST_P(AccessRules, AHolderWhoIsBlockedTakesNothing) {
  set_holder("12345ABC", "blocked = 1");
  EXPECT_EQ(take("12345ABC", "101"), Issue::Blocked);
  EXPECT_EQ(journal("type = 'issue_refused' AND reason = 'blocked'"), 1);
  set_holder("12345ABC", "blocked = 0");
  EXPECT_EQ(take("12345ABC", "101"), Issue::Issued);
}

TEST_P(AccessRules, AKeyThatIsLostOrOutOfServiceStaysWhereItIs) {
  set_key("101", "state = 'lost'");
  EXPECT_EQ(take("12345ABC", "101"), Issue::Lost);
  set_key("101", "state = 'out_of_service'");
  EXPECT_EQ(take("12345ABC", "101"), Issue::OutOfService);
  EXPECT_EQ(take("67890DEF", "102"), Issue::NoAccess);
  set_key("101", "state = 'in_service'");
  EXPECT_EQ(take("12345ABC", "101"), Issue::Issued);
}

// Each way in which a holder, alone or in a group, may be given a key, its room or its group.
TEST_P(AccessRules, AGrantHoldsForHoldersAndGroupsOverKeysRoomsAndGroups) {
  holder_group("teachers", {"67890DEF"});
  key_group("halls", {"103"});
  const std::vector<std::pair<std::string, std::string>> whom{{"holder_id", holder("67890DEF")},
                                                              {"holder_group_id", in("holder_groups", "teachers")}};
  const std::vector<std::pair<std::string, std::string>> what{
      {"key_id", key("103")}, {"room_id", room_of("103")}, {"key_group_id", in("key_groups", "halls")}};
  for (const auto& [who, who_id] : whom) {
    for (const auto& [thing, thing_id] : what) {
      SCOPED_TRACE(who + " " + thing);
      EXPECT_EQ(take("67890DEF", "103"), Issue::NoAccess);
      grant(who, who_id, thing, thing_id);
      EXPECT_TRUE(may_take("67890DEF", "103"));
      EXPECT_EQ(take("NOBODY", "103"), Issue::UnknownSerial);
      EXPECT_EQ(take("67890DEF", "102"), thing == "room_id" ? Issue::Issued : Issue::NoAccess);
      bring("67890DEF", "102");
      execute("DELETE FROM key_cabinet_grants");
    }
  }
}

TEST_P(AccessRules, AGrantIsForNobodyElse) {
  add_holder("OTHER", {});
  holder_group("teachers", {"67890DEF"});
  grant("holder_group_id", in("holder_groups", "teachers"), "key_id", key("103"));
  EXPECT_EQ(take("OTHER", "103"), Issue::NoAccess);
}

TEST_P(AccessRules, SeveralRightsGiveOneLoan) {
  holder_group("teachers", {"12345ABC"});
  grant("holder_id", holder("12345ABC"), "key_id", key("101"));
  grant("holder_id", holder("12345ABC"), "room_id", room_of("101"));
  grant("holder_group_id", in("holder_groups", "teachers"), "key_id", key("101"));
  booking("12345ABC", "101", "2026-11-21T10:00", "2026-11-21T12:00");
  it_is("2026-11-21T11:00");
  EXPECT_EQ(take("12345ABC", "101"), Issue::Issued);
  EXPECT_EQ(number("SELECT COUNT(*) FROM key_cabinet_loans"), 1);
}

TEST_P(AccessRules, ABookingOpensItsRoomForItsTimeAlone) {
  booking("67890DEF", "103", "2026-11-21T10:00", "2026-11-21T12:00");
  it_is("2026-11-21T09:59");
  EXPECT_EQ(take("67890DEF", "103"), Issue::OutsideHours);
  it_is("2026-11-21T10:00");
  EXPECT_TRUE(may_take("67890DEF", "103"));
  it_is("2026-11-21T12:00");
  EXPECT_EQ(take("67890DEF", "103"), Issue::NoAccess);
}

TEST_P(AccessRules, WhatIsTakenForABookingIsDueAtItsEnd) {
  booking("67890DEF", "103", "2026-11-21T10:00", "2026-11-21T12:00");
  booking("67890DEF", "103", "2026-11-21T10:30", "2026-11-21T14:00");
  it_is("2026-11-21T11:00");
  EXPECT_EQ(take("67890DEF", "103"), Issue::Issued);
  EXPECT_EQ(due(), "2026-11-21T14:00");
  EXPECT_EQ(number("SELECT COUNT(*) FROM key_cabinet_loans WHERE booking_id IS NOT NULL"), 1);
}

TEST_P(AccessRules, WhoMayTakeItAnywayNeedNotBringItBackAtTheBookingsEnd) {
  booking("12345ABC", "101", "2026-11-21T10:00", "2026-11-21T12:00");
  it_is("2026-11-21T11:00");
  EXPECT_EQ(take("12345ABC", "101"), Issue::Issued);
  EXPECT_EQ(due(), "");
}

TEST_P(WindowRules, AreOpenFromTheirFirstMinuteUntilBeforeTheirLast) {
  allow_in(window(kSaturday, 8 * 60, 22 * 60));
  EXPECT_FALSE(open_at("2026-11-21T07:59"));
  EXPECT_TRUE(open_at("2026-11-21T08:00"));
  EXPECT_TRUE(open_at("2026-11-21T21:59"));
  EXPECT_FALSE(open_at("2026-11-21T22:00"));
  EXPECT_FALSE(open_at("2026-11-22T12:00"));
}

TEST_P(WindowRules, SayThatItIsAnotherTime) {
  allow_in(window(kSaturday, 8 * 60, 22 * 60));
  it_is("2026-11-20T12:00");
  EXPECT_EQ(take("67890DEF", "103"), Issue::OutsideHours);
  EXPECT_EQ(journal("reason = 'outside_hours'"), 1);
}

TEST_P(WindowRules, MayLastUntilTheEndOfTheDay) {
  allow_in(window(kSaturday, 20 * 60, 24 * 60));
  EXPECT_TRUE(open_at("2026-11-21T23:59"));
  EXPECT_FALSE(open_at("2026-11-22T00:00"));
}

TEST_P(WindowRules, OverMidnightBelongToTheDayOnWhichTheyBegin) {
  allow_in(window(kSunday, 22 * 60, 2 * 60));
  EXPECT_FALSE(open_at("2026-11-22T01:00"));  // Sunday, in Saturday's night
  EXPECT_FALSE(open_at("2026-11-22T21:59"));
  EXPECT_TRUE(open_at("2026-11-22T22:00"));
  EXPECT_TRUE(open_at("2026-11-23T01:59"));  // Monday
  EXPECT_FALSE(open_at("2026-11-23T02:00"));
  EXPECT_FALSE(open_at("2026-11-23T22:00"));
}

TEST_P(WindowRules, ThatEndWhenTheyBeginLastADay) {
  allow_in(window(kFriday, 10 * 60, 10 * 60));
  EXPECT_FALSE(open_at("2026-11-20T09:59"));
  EXPECT_TRUE(open_at("2026-11-20T10:00"));
  EXPECT_TRUE(open_at("2026-11-21T09:59"));
  EXPECT_FALSE(open_at("2026-11-21T10:00"));
}

TEST_P(WindowRules, HoldBetweenTheirDatesBothIncluded) {
  allow_in(window(kAllDays, 0, 24 * 60, "2026-11-20", "2026-11-22"));
  EXPECT_FALSE(open_at("2026-11-19T23:59"));
  EXPECT_TRUE(open_at("2026-11-20T00:00"));
  EXPECT_TRUE(open_at("2026-11-22T23:59"));
  EXPECT_FALSE(open_at("2026-11-23T00:00"));
}

TEST_P(WindowRules, OverMidnightCountTheDateOnWhichTheyBegin) {
  allow_in(window(kAllDays, 22 * 60, 2 * 60, "2026-11-20", "2026-11-20"));
  EXPECT_FALSE(open_at("2026-11-20T01:00"));
  EXPECT_TRUE(open_at("2026-11-20T23:00"));
  EXPECT_TRUE(open_at("2026-11-21T01:00"));
  EXPECT_FALSE(open_at("2026-11-21T23:00"));
}

TEST_P(WindowRules, AreToldByTheSchoolsClock) {
  allow_in(window(kMonday, 8 * 60, 9 * 60));
  for (const char* zone : {"Europe/Moscow", "Asia/Vladivostok", "America/New_York", "Europe/Berlin"}) {
    SCOPED_TRACE(zone);
    site_.value.time_zone = zone;
    EXPECT_TRUE(open_at("2026-11-23T08:30"));
    EXPECT_FALSE(open_at("2026-11-23T09:30"));
    EXPECT_TRUE(open_at("2026-07-06T08:30"));
    EXPECT_FALSE(open_at("2026-07-06T07:30"));
  }
}

TEST_P(WindowRules, KeepToTheWallInTheNightInWhichTheClockChanges) {
  site_.value.time_zone = "Europe/Berlin";
  allow_in(window(kSaturday, 22 * 60, 4 * 60));
  EXPECT_TRUE(open_at("2026-03-29T01:59"));
  EXPECT_TRUE(open_at("2026-03-29T03:59"));
  EXPECT_FALSE(open_at("2026-03-29T04:00"));
  EXPECT_TRUE(open_at("2026-10-25T02:30"));
  clock().advance(std::chrono::hours(1));  // 02:30 again
  EXPECT_TRUE(may_take("67890DEF", "103"));
  clock().advance(std::chrono::minutes(90));
  EXPECT_FALSE(may_take("67890DEF", "103"));
}

TEST_P(CurfewRules, ARoomWithoutOneLetsItsKeysOut) {
  EXPECT_EQ(take("12345ABC", "101"), Issue::Issued);
  EXPECT_EQ(due(), "");
}

TEST_P(CurfewRules, BackByIsTheNextSuchMinute) {
  set_rooms("back_by = 1320");
  const std::vector<std::pair<std::string, std::string>> cases{{"2026-11-20T09:00", "2026-11-20T22:00"},
                                                               {"2026-11-20T21:59", "2026-11-20T22:00"},
                                                               {"2026-11-20T22:00", "2026-11-21T22:00"},
                                                               {"2026-12-31T23:00", "2027-01-01T22:00"}};
  for (const auto& [taken, back] : cases) {
    it_is(taken);
    EXPECT_EQ(take("12345ABC", "101"), Issue::Issued);
    EXPECT_EQ(due(), back) << taken;
    bring("12345ABC", "101");
  }
}

TEST_P(CurfewRules, BackByIsAWholeMinute) {
  set_rooms("back_by = 0");
  it_is("2026-11-20T23:59");
  clock().advance(std::chrono::microseconds(59'999'999));
  take("12345ABC", "101");
  EXPECT_EQ(due(), "2026-11-21T00:00");
  EXPECT_EQ(number("SELECT due_at - taken_at FROM key_cabinet_loans"), 1);
}

TEST_P(CurfewRules, BackAfterCountsFromWhenItWasTaken) {
  set_rooms("back_after = 90");
  it_is("2026-11-20T23:00");
  take("12345ABC", "101");
  EXPECT_EQ(due(), "2026-11-21T00:30");
}

TEST_P(CurfewRules, TheEarlierOfTwoCounts) {
  set_rooms("back_by = 1320, back_after = 180");
  it_is("2026-11-20T12:00");
  take("12345ABC", "101");
  EXPECT_EQ(due(), "2026-11-20T15:00");
  bring("12345ABC", "101");
  it_is("2026-11-20T20:00");
  take("12345ABC", "101");
  EXPECT_EQ(due(), "2026-11-20T22:00");
}

TEST_P(CurfewRules, CountForWhatAGrantOrABookingGivesToo) {
  set_rooms("back_by = 1320");
  it_is("2026-11-20T12:00");
  booking("67890DEF", "103", "2026-11-20T11:00", "2026-11-20T23:00");
  take("67890DEF", "103");
  EXPECT_EQ(due(), "2026-11-20T22:00");
  bring("67890DEF", "103");
  grant("holder_id", holder("67890DEF"), "key_id", key("103"));
  take("67890DEF", "103");
  EXPECT_EQ(due(), "2026-11-20T22:00");
}

TEST_P(CurfewRules, KeepToTheWallOverAChangeOfTheClock) {
  site_.value.time_zone = "Europe/Berlin";
  const std::vector<std::tuple<std::string, int, std::string>> cases{
      {"2026-03-28T23:00", 360, "2026-03-29T06:00"}, {"2026-03-29T01:30", 360, "2026-03-29T06:00"},
      {"2026-03-29T01:30", 105, "2026-03-29T01:45"}, {"2026-03-29T01:30", 150, "2026-03-29T03:00"},
      {"2026-03-28T23:30", 0, "2026-03-29T00:00"},   {"2026-10-24T23:00", 360, "2026-10-25T06:00"},
      {"2026-10-25T01:30", 150, "2026-10-25T02:30"}, {"2026-10-25T04:00", 1320, "2026-10-25T22:00"}};
  for (const auto& [taken, minute, back] : cases) {
    set_rooms("back_by = " + std::to_string(minute));
    it_is(taken);
    EXPECT_EQ(take("12345ABC", "101"), Issue::Issued);
    EXPECT_EQ(due(), back) << taken << " " << minute;
    bring("12345ABC", "101");
  }
}

}  // namespace
}  // namespace key_cabinet
