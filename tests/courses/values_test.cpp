#include "values.hpp"

#include <gtest/gtest.h>

namespace courses {
namespace {

TEST(EnrolmentStates, HaveNamesThatTheyAreFoundBy) {
  for (int i = 0; i <= static_cast<int>(EnrolmentState::Cancelled); ++i) {
    const auto state = static_cast<EnrolmentState>(i);
    EXPECT_EQ(enrolment_state_of(name_of(state)), state);
  }
  EXPECT_THROW(enrolment_state_of("paid"), std::logic_error);
}

TEST(EnrolmentStates, HoldAPlaceWhereOneWasPromised) {
  EXPECT_TRUE(holds_place(EnrolmentState::Offered));
  EXPECT_TRUE(holds_place(EnrolmentState::Confirmed));
  EXPECT_FALSE(holds_place(EnrolmentState::Waiting));
  EXPECT_FALSE(holds_place(EnrolmentState::Completed));
}

TEST(EnrolmentStates, AreOpenUntilNothingMoreCanCome) {
  EXPECT_TRUE(is_open(EnrolmentState::Confirmed));
  EXPECT_FALSE(is_open(EnrolmentState::Completed));
  EXPECT_FALSE(is_open(EnrolmentState::Cancelled));
}

TEST(EnrolmentKinds, AreKnownByTheirNames) {
  EXPECT_EQ(kind_of("pair"), EnrolmentKind::Pair);
  EXPECT_EQ(kind_of("trio"), std::nullopt);
}

}  // namespace
}  // namespace courses
