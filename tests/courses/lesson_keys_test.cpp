#include "lesson_keys.hpp"

#include <gmock/gmock.h>

#include "teaching_fixture.hpp"

namespace courses {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// What is open, by reference; user 22 is no holder.
class FakeRoomKeys : public key_cabinet::RoomKeys {
 public:
  key_cabinet::RoomOpened open(Transaction&, const key_cabinet::RoomOpening& opening) override {
    ++calls;
    openings.erase(opening.reference);
    if (opening.user == UserId{22}) return key_cabinet::RoomOpened::NoHolder;
    openings[opening.reference] = opening;
    return key_cabinet::RoomOpened::Done;
  }
  bool close(Transaction&, const std::string&, const std::string& reference) override {
    return openings.erase(reference) == 1;
  }
  std::optional<key_cabinet::RoomOpeningState> state(Transaction&, const std::string&, const std::string&) override {
    return std::nullopt;
  }
  std::vector<key_cabinet::Room> rooms(Transaction&) override { return {}; }

  std::vector<std::string> references() const {
    std::vector<std::string> all;
    for (const auto& [reference, opening] : openings) all.push_back(reference);
    return all;
  }
  std::map<std::string, key_cabinet::RoomOpening> openings;
  int calls = 0;
};

class LessonKeysTest : public TeachingTest {
 protected:
  void SetUp() override {
    TeachingTest::SetUp();
    execute("UPDATE courses_halls SET room_id = 5");
    keys_.emplace(parts(), room_keys_);
  }
  void changed() {
    database().transact([&](Transaction& tx) { keys_->update(tx, CourseId{1}); });
  }

  FakeRoomKeys room_keys_;
  std::optional<LessonKeys> keys_;
};
CALLBOARD_ON_BOTH_ENGINES(LessonKeysTest);

TEST_P(LessonKeysTest, OpensTheRoomsOfTheNextTwoWeeksToTheTeacherAroundEachLesson) {
  EXPECT_EQ(keys_->update(), 2);
  EXPECT_THAT(room_keys_.references(), ElementsAre("lesson/2/teacher/1", "lesson/3/teacher/1"));
  const auto& opening = room_keys_.openings.at("lesson/2/teacher/1");
  EXPECT_EQ(opening.user, UserId{21});
  EXPECT_EQ(opening.room, key_cabinet::RoomId{5});
  EXPECT_EQ(opening.from, at("2026-11-23T17:45"));
  EXPECT_EQ(opening.until, at("2026-11-23T19:45"));
  EXPECT_EQ(opening.note, "Stage speech");
}

TEST_P(LessonKeysTest, AsksForNothingTwice) {
  keys_->update();
  EXPECT_EQ(keys_->update(), 0);
  EXPECT_EQ(room_keys_.calls, 2);
}

TEST_P(LessonKeysTest, FollowsAMovedLessonAndClosesACancelledOne) {
  keys_->update();
  const auto hour = std::to_string(3600LL * 1'000'000);
  execute("UPDATE courses_lessons SET starts_at = starts_at + " + hour + ", ends_at = ends_at + " + hour +
          " WHERE id = 2");
  execute("UPDATE courses_lessons SET cancelled = 1 WHERE id = 3");
  changed();
  EXPECT_THAT(room_keys_.references(), ElementsAre("lesson/2/teacher/1"));
  EXPECT_EQ(room_keys_.openings.at("lesson/2/teacher/1").from, at("2026-11-23T18:45"));
}

TEST_P(LessonKeysTest, ClosesWhatWasOpenForALessonThatIsGone) {
  keys_->update();
  execute("DELETE FROM courses_lessons WHERE id = 2");
  changed();
  EXPECT_THAT(room_keys_.references(), ElementsAre("lesson/3/teacher/1"));
}

TEST_P(LessonKeysTest, OpensToEachOfSeveralTeachersAndClosesToWhoLeaves) {
  execute("UPDATE courses_teachers SET user_id = 23 WHERE id = 2");
  execute("INSERT INTO courses_course_teachers (course_id, teacher_id) VALUES (1, 2)");
  EXPECT_EQ(keys_->update(), 4);
  execute("DELETE FROM courses_course_teachers WHERE teacher_id = 1");
  keys_->update();
  EXPECT_THAT(room_keys_.references(), ElementsAre("lesson/2/teacher/2", "lesson/3/teacher/2"));
  execute("UPDATE courses_lessons SET teacher_id = 1 WHERE id = 3");
  keys_->update();
  EXPECT_THAT(room_keys_.references(), ElementsAre("lesson/2/teacher/2", "lesson/3/teacher/1"));
}

TEST_P(LessonKeysTest, TriesAgainOnceTheTeacherIsAHolder) {
  execute("UPDATE courses_teachers SET user_id = 22 WHERE id = 1");
  EXPECT_EQ(keys_->update(), 0);
  EXPECT_THAT(room_keys_.references(), IsEmpty());
  execute("UPDATE courses_teachers SET user_id = 21 WHERE id = 1");
  EXPECT_EQ(keys_->update(), 2);
}

TEST_P(LessonKeysTest, LeavesHallsWithoutARoomAndDraftsAlone) {
  execute("UPDATE courses_courses SET state = 'draft'");
  EXPECT_EQ(keys_->update(), 0);
  execute("UPDATE courses_courses SET state = 'published'");
  execute("UPDATE courses_halls SET room_id = NULL");
  EXPECT_EQ(keys_->update(), 0);
}

}  // namespace
}  // namespace courses
