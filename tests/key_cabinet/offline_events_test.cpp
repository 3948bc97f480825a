// The rules of what cabinets tell afterwards, one by one. 12345ABC may take 101 and 102, 67890DEF may take 101.
#include "offline_fixture.hpp"

namespace key_cabinet {
namespace {

constexpr const char* kAnna = "12345ABC";
constexpr const char* kBoris = "67890DEF";

class OfflineIssue : public OfflineTest {};
CALLBOARD_ON_BOTH_ENGINES(OfflineIssue);
class OfflineReturn : public OfflineTest {};
CALLBOARD_ON_BOTH_ENGINES(OfflineReturn);
class OfflineBatch : public OfflineTest {};
CALLBOARD_ON_BOTH_ENGINES(OfflineBatch);
class OfflineClock : public OfflineTest {};
CALLBOARD_ON_BOTH_ENGINES(OfflineClock);

TEST_P(OfflineIssue, OfAFreeKeyOpensALoanAtItsTime) {
  const auto taken = tell(hall_, {issued(1, -600, kAnna, "101")});
  EXPECT_EQ(taken.accepted, 1);
  EXPECT_EQ(taken.last_seq, 1);
  EXPECT_EQ(reasons(taken), Reasons{});
  EXPECT_EQ(hand("101"), kAnna);
  EXPECT_EQ(loans_where("taken_how = 'offline' AND taken_at = " + std::to_string(us(-600)) +
                        " AND taken_cabinet_id = " + std::to_string(to_sql(hall_))),
            1);
}

TEST_P(OfflineIssue, ToAnUnknownSerialIsOnlyRecorded) {
  EXPECT_EQ(reasons(tell(hall_, {issued(1, -600, "NOBODY", "101")})), Reasons{"1 unknown_serial"});
  EXPECT_EQ(keys_out(), 0);
  EXPECT_EQ(recorded("serial = 'NOBODY' AND holder_id IS NULL AND label IS NULL AND key_id IS NOT NULL"), 1);
}

TEST_P(OfflineIssue, OfAnUnknownKeyIsOnlyRecorded) {
  EXPECT_EQ(reasons(tell(hall_, {issued(1, -600, kAnna, "999")})), Reasons{"1 unknown_key"});
  EXPECT_EQ(keys_out(), 0);
  EXPECT_EQ(recorded("label = '999' AND key_id IS NULL AND serial IS NULL AND holder_id IS NOT NULL"), 1);
}

TEST_P(OfflineIssue, BeforeTheKeysLastReturnIsOvertaken) {
  loans().issue(cabinet(to_sql(stage_)), {kBoris, "101"});
  loans().give_back(cabinet(to_sql(stage_)), {kBoris, "101"});
  EXPECT_EQ(reasons(tell(hall_, {issued(1, -600, kAnna, "101")})), Reasons{"1 overtaken"});
  EXPECT_EQ(keys_out(), 0);
}

TEST_P(OfflineIssue, AfterTheKeysLastReturnOpensALoan) {
  loans().issue(cabinet(to_sql(stage_)), {kBoris, "101"});
  loans().give_back(cabinet(to_sql(stage_)), {kBoris, "101"});
  clock().advance(std::chrono::hours(1));
  EXPECT_EQ(reasons(tell(hall_, {issued(1, -600, kAnna, "101")})), Reasons{});
  EXPECT_EQ(hand("101"), kAnna);
  EXPECT_EQ(overlaps(), 0);
}

TEST_P(OfflineIssue, WithoutAccessIsOpenedAllTheSame) {
  EXPECT_EQ(reasons(tell(hall_, {issued(1, -600, kBoris, "102")})), Reasons{"1 no_access"});
  EXPECT_EQ(hand("102"), kBoris);
}

TEST_P(OfflineIssue, ToABlockedHolderIsNoAccess) {
  execute("UPDATE key_cabinet_holders SET blocked = 1 WHERE serial = '12345ABC'");
  EXPECT_EQ(reasons(tell(hall_, {issued(1, -600, kAnna, "101")})), Reasons{"1 no_access"});
  EXPECT_EQ(hand("101"), kAnna);
}

TEST_P(OfflineIssue, ByAPastSerialIsNoAccess) {
  execute(
      "INSERT INTO key_cabinet_past_serials (holder_id, serial, until_at) "
      "SELECT id, 'OLD', 1 FROM key_cabinet_holders WHERE serial = '12345ABC'");
  EXPECT_EQ(reasons(tell(hall_, {issued(1, -600, "OLD", "101")})), Reasons{"1 no_access"});
  EXPECT_EQ(hand("101"), kAnna);
}

TEST_P(OfflineIssue, OfAKeyThatIsOutOfServiceIsNoAccess) {
  execute("UPDATE key_cabinet_keys SET state = 'lost' WHERE label = '101'");
  EXPECT_EQ(reasons(tell(hall_, {issued(1, -600, kAnna, "101")})), Reasons{"1 no_access"});
}

// The clock stands at 2026-11-21 08:00 UTC, a Saturday, 11:00 in Moscow.
TEST_P(OfflineIssue, IsJudgedByTheWindowThatHeldThen) {
  execute(
      "INSERT INTO key_cabinet_windows (id, name, weekdays, from_minute, until_minute) "
      "VALUES (1, 'Saturday morning', 32, 540, 660)");  // 9:00 to 11:00
  execute(
      "INSERT INTO key_cabinet_grants (holder_id, key_id, window_id) SELECT h.id, k.id, 1 FROM key_cabinet_holders "
      "h, key_cabinet_keys k WHERE h.serial = '67890DEF' AND k.label = '103'");
  ASSERT_EQ(at(), "2026-11-21T08:00:00Z");
  EXPECT_EQ(reasons(tell(
                hall_, {issued(1, -60, kBoris, "103"), returned(2, -30, kBoris, "103"), issued(3, 0, kBoris, "103")})),
            Reasons{"3 no_access"});
}

TEST_P(OfflineIssue, IsAllowedByAGroupsGrantOrABooking) {
  execute("INSERT INTO key_cabinet_holder_groups (id, name) VALUES (1, 'Staff')");
  execute("INSERT INTO key_cabinet_key_groups (id, name) VALUES (1, 'Halls')");
  execute(
      "INSERT INTO key_cabinet_holder_group_members (group_id, holder_id) "
      "SELECT 1, id FROM key_cabinet_holders WHERE serial = '67890DEF'");
  execute(
      "INSERT INTO key_cabinet_key_group_keys (group_id, key_id) "
      "SELECT 1, id FROM key_cabinet_keys WHERE label = '103'");
  execute("INSERT INTO key_cabinet_grants (holder_group_id, key_group_id) VALUES (1, 1)");
  execute("INSERT INTO key_cabinet_bookings (holder_id, room_id, from_at, until_at) SELECT h.id, k.room_id, " +
          std::to_string(us(-3600)) + ", " + std::to_string(us(-1800)) +
          " FROM key_cabinet_holders h, key_cabinet_keys k WHERE h.serial = '67890DEF' AND k.label = '102'");
  EXPECT_EQ(reasons(tell(hall_, {issued(1, -3600, kBoris, "103"), issued(2, -2000, kBoris, "102"),
                                 returned(3, -1700, kBoris, "102"), issued(4, -1600, kBoris, "102")})),
            Reasons{"4 no_access"});
}

TEST_P(OfflineIssue, ToWhoHasTheKeyAlreadyChangesNothing) {
  loans().issue(cabinet(to_sql(stage_)), {kAnna, "101"});
  EXPECT_EQ(reasons(tell(hall_, {issued(1, -600, kAnna, "101")})), Reasons{"1 already_out"});
  EXPECT_EQ(loans_where("1 = 1"), 1);
}

TEST_P(OfflineIssue, OverAnEarlierLoanOfAnotherSupersedesIt) {
  loans().issue(cabinet(to_sql(stage_)), {kBoris, "101"});
  clock().advance(std::chrono::hours(1));
  EXPECT_EQ(reasons(tell(hall_, {issued(1, -600, kAnna, "101")})), Reasons{"1 held_by_other"});
  EXPECT_EQ(hand("101"), kAnna);
  EXPECT_EQ(loans_where("returned_how = 'superseded' AND returned_at = " + std::to_string(us(-600))), 1);
  EXPECT_EQ(overlaps(), 0);
}

TEST_P(OfflineIssue, BeforeALaterLoanElsewhereIsOvertaken) {
  loans().issue(cabinet(to_sql(stage_)), {kBoris, "101"});
  EXPECT_EQ(reasons(tell(hall_, {issued(1, -600, kAnna, "101")})), Reasons{"1 overtaken"});
  EXPECT_EQ(hand("101"), kBoris);
}

TEST_P(OfflineIssue, AfterAnEarlierNumberOfTheSameCabinetIsLaterWhateverItsClockSaid) {
  EXPECT_EQ(reasons(tell(hall_, {issued(1, -60, kBoris, "101"), issued(2, -600, kAnna, "101")})),
            Reasons{"2 held_by_other"});
  EXPECT_EQ(hand("101"), kAnna);
  EXPECT_EQ(reasons(tell(hall_, {returned(3, -50, kAnna, "101"), issued(4, -6000, kBoris, "101")})),
            Reasons{"4 clock"});
  EXPECT_EQ(hand("101"), kBoris);
  EXPECT_EQ(overlaps(), 0);
  EXPECT_EQ(loans_where("returned_at < taken_at"), 0);
}

TEST_P(OfflineIssue, OfABatchThatComesLateIsOvertakenByTheOneBehindIt) {
  tell(hall_, {issued(3, -60, kBoris, "101")});
  EXPECT_EQ(reasons(tell(hall_, {issued(1, -600, kAnna, "101"), returned(2, -500, kAnna, "101")})),
            (Reasons{"1 overtaken", "2 overtaken"}));
  EXPECT_EQ(hand("101"), kBoris);
}

TEST_P(OfflineReturn, ByTheHolderClosesTheLoanAtItsTime) {
  tell(hall_, {issued(1, -600, kAnna, "101")});
  EXPECT_EQ(reasons(tell(hall_, {returned(2, -300, kAnna, "101")})), Reasons{});
  EXPECT_EQ(keys_out(), 0);
  EXPECT_EQ(
      loans_where("returned_how = 'offline' AND returned_by IS NULL AND returned_at = " + std::to_string(us(-300))), 1);
}

TEST_P(OfflineReturn, NeverEndsALoanBeforeItBegan) {
  tell(hall_, {issued(1, -300, kAnna, "101")});
  tell(hall_, {returned(2, -600, kAnna, "101")});
  EXPECT_EQ(keys_out(), 0);
  EXPECT_EQ(loans_where("returned_at = taken_at"), 1);
}

TEST_P(OfflineReturn, BeforeTheKeyWasTakenElsewhereIsOvertaken) {
  loans().issue(cabinet(to_sql(stage_)), {kAnna, "101"});
  EXPECT_EQ(reasons(tell(hall_, {returned(1, -600, kAnna, "101")})), Reasons{"1 overtaken"});
  EXPECT_EQ(reasons(tell(hall_, {returned(2, -600, kBoris, "101")})), Reasons{"2 overtaken"});
  EXPECT_EQ(hand("101"), kAnna);
}

TEST_P(OfflineReturn, ByAnotherClosesTheLoanAndSaysWhoBroughtIt) {
  tell(hall_, {issued(1, -600, kAnna, "101")});
  EXPECT_EQ(reasons(tell(hall_, {returned(2, -300, kBoris, "101")})), Reasons{"2 returned_by_other"});
  EXPECT_EQ(loans_where("returned_by = (SELECT id FROM key_cabinet_holders WHERE serial = '67890DEF')"), 1);
}

TEST_P(OfflineReturn, ByAnotherWhoMayIsNoConflict) {
  execute("UPDATE key_cabinet_holders SET returns_for_others = 1 WHERE serial = '67890DEF'");
  EXPECT_EQ(reasons(tell(hall_, {issued(1, -600, kAnna, "101"), returned(2, -300, kBoris, "101")})), Reasons{});
  EXPECT_EQ(keys_out(), 0);
}

TEST_P(OfflineReturn, ByAPastSerialIsTheHolders) {
  execute(
      "INSERT INTO key_cabinet_past_serials (holder_id, serial, until_at) "
      "SELECT id, 'OLD', 1 FROM key_cabinet_holders WHERE serial = '12345ABC'");
  EXPECT_EQ(reasons(tell(hall_, {issued(1, -600, kAnna, "101"), returned(2, -300, "OLD", "101")})), Reasons{});
  EXPECT_EQ(loans_where("returned_by IS NULL AND returned_at IS NOT NULL"), 1);
}

TEST_P(OfflineReturn, ByAnUnknownSerialBringsTheKeyBackAllTheSame) {
  EXPECT_EQ(reasons(tell(hall_, {issued(1, -600, kAnna, "101"), returned(2, -300, "NOBODY", "101")})),
            Reasons{"2 unknown_serial"});
  EXPECT_EQ(keys_out(), 0);
}

TEST_P(OfflineReturn, OfAKeyThatIsNotOutIsRecorded) {
  EXPECT_EQ(reasons(tell(hall_, {returned(1, -600, kAnna, "101"), returned(2, -600, kAnna, "999")})),
            (Reasons{"1 not_out", "2 unknown_key"}));
  EXPECT_EQ(recorded(), 2);
}

TEST_P(OfflineBatch, IsAppliedInTheOrderOfItsNumbers) {
  const auto taken = tell(hall_, {returned(4, -100, kBoris, "101"), issued(1, -600, kAnna, "101"),
                                  issued(3, -200, kBoris, "101"), returned(2, -300, kAnna, "101")});
  EXPECT_EQ(taken.accepted, 4);
  EXPECT_EQ(taken.last_seq, 4);
  EXPECT_EQ(reasons(taken), Reasons{});
  EXPECT_EQ(loans_where("open_key IS NULL"), 2);
}

TEST_P(OfflineBatch, HasItsEffectOnceHoweverOftenItIsSent) {
  const std::vector<json> events{issued(1, -600, kBoris, "102"), returned(2, -500, kBoris, "102"),
                                 returned(3, -400, kAnna, "101")};
  EXPECT_EQ(tell(hall_, events).accepted, 3);
  for (int i = 0; i < 3; ++i) {
    const auto again = tell(hall_, events);
    EXPECT_EQ(again.accepted, 0);
    EXPECT_EQ(again.last_seq, 3);
    EXPECT_EQ(reasons(again), (Reasons{"1 no_access", "3 not_out"}));
  }
  EXPECT_EQ(recorded(), 3);
  EXPECT_EQ(loans_where("1 = 1"), 1);
}

TEST_P(OfflineBatch, TakesAnotherContentUnderTheSameNumberForAnEventOfItsOwn) {
  tell(hall_, {issued(1, -600, kAnna, "101")});
  const auto other = tell(hall_, {issued(1, -500, kAnna, "102")});
  EXPECT_EQ(other.accepted, 1);
  EXPECT_EQ(reasons(other), Reasons{"1 seq_reused"});
  EXPECT_EQ(hand("102"), kAnna);
  EXPECT_EQ(recorded("seq = 1"), 2);
  EXPECT_EQ(reasons(tell(hall_, {issued(1, -500, kAnna, "102")})), Reasons{"1 seq_reused"});
  EXPECT_EQ(reasons(tell(hall_, {issued(1, -600, kAnna, "101")})), Reasons{});
  EXPECT_EQ(recorded("seq = 1"), 2);
}

TEST_P(OfflineBatch, OfAnotherCabinetHasNumbersOfItsOwn) {
  tell(hall_, {issued(1, -600, kAnna, "101")});
  EXPECT_EQ(tell(stage_, {issued(1, -600, kAnna, "102")}).accepted, 1);
  EXPECT_EQ(recorded("conflict = ''"), 2);
}

TEST_P(OfflineBatch, RecordsWhatItDoesNotKnowAndWhatIsNoLoan) {
  const auto plain = [&](int seq, const char* type) {
    return json{{"seq", seq}, {"at", at(-10)}, {"type", type}, {"slot", 3}, {"detail", "x"}};
  };
  const auto taken =
      tell(hall_, {plain(1, "door_opened"), plain(2, "door_left_open"), plain(3, "forced"), plain(4, "wrong_slot"),
                   plain(5, "tamper"), plain(6, "fault"), plain(7, "started"), plain(8, "levitated")});
  EXPECT_EQ(taken.accepted, 8);
  EXPECT_EQ(reasons(taken), Reasons{"8 unknown_type"});
  EXPECT_EQ(recorded("matter = 'alarm' AND settled_at IS NULL"), 4);
  EXPECT_EQ(recorded("matter = 'conflict' AND settled_at IS NULL"), 1);
  EXPECT_EQ(recorded("matter = '' AND settled_at IS NOT NULL"), 3);
}

TEST_P(OfflineBatch, MayBeEmpty) {
  EXPECT_EQ(tell(hall_, {}).last_seq, 0);
  tell(hall_, {issued(7, -600, kAnna, "101")});
  EXPECT_EQ(tell(hall_, {}).last_seq, 7);
}

TEST_P(OfflineClock, ThatIsAnHourFastIsCorrectedByWhatItSaysNow) {
  EXPECT_EQ(reasons(tell(hall_, {issued(1, 3000, kAnna, "101")}, at(3600))), Reasons{"1 clock"});
  EXPECT_EQ(loans_where("taken_at = " + std::to_string(us(-600))), 1);
  EXPECT_EQ(recorded("at = " + std::to_string(us(-600)) + " AND told_at = " + std::to_string(us(3000))), 1);
}

TEST_P(OfflineClock, ThatIsNearlyRightIsLeftAlone) {
  EXPECT_EQ(reasons(tell(hall_, {issued(1, -600, kAnna, "101")}, at(110))), Reasons{});
  EXPECT_EQ(loans_where("taken_at = " + std::to_string(us(-600))), 1);
}

TEST_P(OfflineClock, ThatIsAheadOfUsIsOurs) {
  EXPECT_EQ(reasons(tell(hall_, {issued(1, 3600, kAnna, "101")})), Reasons{"1 clock"});
  EXPECT_EQ(loans_where("taken_at = " + std::to_string(us(0))), 1);
}

TEST_P(OfflineClock, ThatWasNeverSetIsOurs) {
  json event = issued(1, 0, kAnna, "101");
  event["at"] = "1970-01-01T00:05:00Z";
  EXPECT_EQ(reasons(tell(hall_, {event})), Reasons{"1 clock"});
  EXPECT_EQ(loans_where("taken_at = " + std::to_string(us(0))), 1);
}

TEST_P(OfflineClock, ThatWasNeverSetStillCountsTheSecondsBetween) {
  json event = issued(1, 0, kAnna, "101");
  event["at"] = "1970-01-01T00:05:00Z";
  tell(hall_, {event}, "1970-01-01T00:15:00Z");
  EXPECT_EQ(loans_where("taken_at = " + std::to_string(us(-600))), 1);
}

TEST_P(OfflineClock, IsTheLeastOfTwoConflicts) {
  EXPECT_EQ(reasons(tell(hall_, {returned(1, 3000, kAnna, "101")}, at(3600))), Reasons{"1 not_out"});
}

}  // namespace
}  // namespace key_cabinet
