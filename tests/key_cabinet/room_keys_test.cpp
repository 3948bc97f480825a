#include "rules_fixture.hpp"
#include "sql_room_keys.hpp"

namespace key_cabinet {
namespace {

class RoomKeysService : public RulesTest {
 protected:
  void SetUp() override {
    RulesTest::SetUp();
    set_holder("67890DEF", "user_id = 5");
    it_is("2026-11-21T09:00");
  }
  RoomOpened open(std::int64_t user, const std::string& from, const std::string& until, std::int64_t room = 0) {
    const RoomId id{room == 0 ? number("SELECT id FROM key_cabinet_rooms") : room};
    return database().transact([&](Transaction& tx) {
      return keys_.open(tx, {"courses", "lesson/17", UserId{user}, id, time(from), time(until), "Stage speech"});
    });
  }
  bool close() {
    return database().transact([&](Transaction& tx) { return keys_.close(tx, "courses", "lesson/17"); });
  }
  std::optional<RoomOpeningState> state() {
    return database().read_single([&](Transaction& tx) { return keys_.state(tx, "courses", "lesson/17"); });
  }

  SqlRoomKeys keys_{clock()};
};
CALLBOARD_ON_BOTH_ENGINES(RoomKeysService);

TEST_P(RoomKeysService, OpensARoomsKeysForATime) {
  EXPECT_EQ(open(5, "2026-11-21T10:00", "2026-11-21T12:00"), RoomOpened::Done);
  EXPECT_FALSE(may_take("67890DEF", "103"));
  it_is("2026-11-21T10:00");
  EXPECT_TRUE(may_take("67890DEF", "103"));
}

TEST_P(RoomKeysService, MovesWhatIsOpen) {
  open(5, "2026-11-21T10:00", "2026-11-21T12:00");
  open(5, "2026-11-22T10:00", "2026-11-22T12:00");
  EXPECT_EQ(number("SELECT COUNT(*) FROM key_cabinet_bookings"), 1);
  it_is("2026-11-21T11:00");
  EXPECT_FALSE(may_take("67890DEF", "103"));
  it_is("2026-11-22T11:00");
  EXPECT_TRUE(may_take("67890DEF", "103"));
}

TEST_P(RoomKeysService, ClosesItAgain) {
  open(5, "2026-11-21T10:00", "2026-11-21T12:00");
  EXPECT_TRUE(close());
  EXPECT_FALSE(close());
  EXPECT_EQ(state(), std::nullopt);
  it_is("2026-11-21T11:00");
  EXPECT_FALSE(may_take("67890DEF", "103"));
}

TEST_P(RoomKeysService, SaysWhereThePersonIsNoHolderAndLeavesNothingOpen) {
  open(5, "2026-11-21T10:00", "2026-11-21T12:00");
  EXPECT_EQ(open(6, "2026-11-21T10:00", "2026-11-21T12:00"), RoomOpened::NoHolder);
  EXPECT_EQ(state(), std::nullopt);
  EXPECT_EQ(open(5, "2026-11-21T10:00", "2026-11-21T12:00", 999), RoomOpened::NoRoom);
}

TEST_P(RoomKeysService, RefusesWhatMakesNoSense) {
  EXPECT_THROW(open(5, "2026-11-21T12:00", "2026-11-21T12:00"), std::invalid_argument);
}

TEST_P(RoomKeysService, KnowsHowFarItIs) {
  open(5, "2026-11-21T10:00", "2026-11-21T12:00");
  EXPECT_EQ(state(), RoomOpeningState::Planned);
  it_is("2026-11-21T10:05");
  EXPECT_EQ(state(), RoomOpeningState::Planned);
  take("67890DEF", "103");
  EXPECT_EQ(state(), RoomOpeningState::Started);
  it_is("2026-11-21T12:30");
  EXPECT_EQ(state(), RoomOpeningState::Started);
  bring("67890DEF", "103");
  EXPECT_EQ(state(), RoomOpeningState::Ended);
}

TEST_P(RoomKeysService, StartsWithAKeyThatWasTakenByAnotherRight) {
  open(5, "2026-11-21T10:00", "2026-11-21T12:00");
  take("67890DEF", "101");
  EXPECT_EQ(state(), RoomOpeningState::Planned);
  it_is("2026-11-21T10:00");
  EXPECT_EQ(state(), RoomOpeningState::Started);
}

TEST_P(RoomKeysService, IsMissedWhereNobodyTookTheKey) {
  open(5, "2026-11-21T10:00", "2026-11-21T12:00");
  take("12345ABC", "101");
  it_is("2026-11-21T12:00");
  EXPECT_EQ(state(), RoomOpeningState::Missed);
}

TEST_P(RoomKeysService, ListsRooms) {
  const auto rooms = database().read_single([&](Transaction& tx) { return keys_.rooms(tx); });
  ASSERT_EQ(rooms.size(), 1u);
  EXPECT_EQ(rooms[0].name, "Foyer");
}

}  // namespace
}  // namespace key_cabinet
