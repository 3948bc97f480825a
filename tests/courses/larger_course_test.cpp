// What an administrator's form does to those who wait, on both engines.
#include "callboard/testing/request_builder.hpp"
#include "courses_admin.hpp"
#include "enrolments_admin.hpp"
#include "enrolments_fixture.hpp"
#include "sql_lesson_repository.hpp"

namespace courses {
namespace {

class LargerCourseTest : public EnrolmentsTest {
 protected:
  void SetUp() override {
    EnrolmentsTest::SetUp();
    courses_.emplace(CoursesAdmin::Parts{engine(), course_rows_, lesson_rows_, planner_, clock(), site_, view_});
    courses_->offer_by(changes_);
  }
  template <typename Work>
  void as_admin(const Work& work) {
    const auto request = callboard::testing::RequestBuilder(Method::Post, "/admin/courses/1/edit").build();
    database().transact([&](Transaction& tx) { work(tx, AdminCall{admin_, *request}); });
  }
  void change(const nlohmann::json& values) {
    const auto resource = courses_->resource();
    as_admin([&](Transaction& tx, const AdminCall& call) { resource.writes.change(tx, call, 1, values); });
  }

  SqlLessonRepository lesson_rows_;
  LessonPlanner planner_{{course_rows_, lesson_rows_, news_, clock(), site_, view_}};
  std::optional<CoursesAdmin> courses_;
};
CALLBOARD_ON_BOTH_ENGINES(LargerCourseTest);

TEST_P(LargerCourseTest, OffersItsNewPlacesWithTheFormThatMadeThem) {
  set_capacity(1);
  EXPECT_EQ(confirm(book(1)), Decided::Done);
  const auto next = book(2), last = book(3);
  change({{"title", "Stage speech, larger"}});
  EXPECT_EQ(state(next), EnrolmentState::Waiting);
  change({{"capacity", 2}});
  EXPECT_EQ(state(next), EnrolmentState::Offered);
  EXPECT_EQ(state(last), EnrolmentState::Waiting);
  EXPECT_EQ(taken(), 2);
  EXPECT_EQ(news_.count(EnrolmentDeed::Offered), 1);
}

TEST_P(LargerCourseTest, OffersThePlaceOfAnEnrolmentThatTheOfficeCancels) {
  set_capacity(1);
  const auto first = book(1);
  EXPECT_EQ(confirm(first), Decided::Done);
  const auto next = book(2);
  const EnrolmentsAdmin enrolments(school().decisions, line_);
  const auto resource = enrolments.resource();
  const auto cancel = std::find_if(resource.actions.begin(), resource.actions.end(),
                                   [](const AdminAction& action) { return action.name == "cancel"; });
  ASSERT_NE(cancel, resource.actions.end());
  as_admin([&](Transaction& tx, const AdminCall& call) {
    cancel->run(tx, call, to_number(first), {{"reason", "The group is merged."}});
  });
  EXPECT_EQ(state(first), EnrolmentState::Cancelled);
  EXPECT_EQ(state(next), EnrolmentState::Offered);
}

}  // namespace
}  // namespace courses
