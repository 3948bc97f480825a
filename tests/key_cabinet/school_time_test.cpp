#include "school_time.hpp"

#include <gtest/gtest.h>

#include "callboard/local_time.hpp"

namespace key_cabinet {
namespace {

using namespace callboard;

SchoolTime at(const std::string& local, const std::string& zone) {
  return {time_from_local(local, zone).value(), zone};
}

TEST(SchoolTime, IsWhatTheWallShows) {
  const auto time = at("2026-11-23T00:30", "Europe/Moscow");
  EXPECT_EQ(time.minute, 30);
  EXPECT_EQ(time.weekday, 1);
  EXPECT_EQ(time.weekday_before, 64);
  EXPECT_EQ(time.date, "2026-11-23");
  EXPECT_EQ(time.date_before, "2026-11-22");
  EXPECT_EQ(time.change, 0);
  EXPECT_EQ(time.change_in, 24 * 60 + 1);
}

TEST(SchoolTime, KnowsYesterdayOverAMonthAYearAndAChangeOfTheClock) {
  EXPECT_EQ(at("2027-01-01T23:59", "Asia/Vladivostok").date_before, "2026-12-31");
  EXPECT_EQ(at("2028-03-01T00:00", "UTC").date_before, "2028-02-29");
  EXPECT_EQ(at("2026-03-29T23:30", "Europe/Berlin").date_before, "2026-03-28");
  EXPECT_EQ(at("2026-10-25T00:10", "Europe/Berlin").date_before, "2026-10-24");
  EXPECT_EQ(at("2026-10-26T00:10", "Europe/Berlin").date_before, "2026-10-25");
}

TEST(SchoolTime, KnowsWhenTheClockIsPutForwardOrBack) {
  const auto spring = at("2026-03-29T01:30", "Europe/Berlin");
  EXPECT_EQ(spring.change, 60);
  EXPECT_EQ(spring.change_in, 30);
  const auto autumn = at("2026-10-24T23:00", "Europe/Berlin");
  EXPECT_EQ(autumn.change, -60);
  EXPECT_EQ(autumn.change_in, 4 * 60);
  const auto island = at("2026-10-03T20:00", "Australia/Lord_Howe");
  EXPECT_EQ(island.change, 30);
  EXPECT_EQ(island.change_in, 6 * 60);
}

TEST(SchoolTime, RefusesAZoneThatThereIsNot) { EXPECT_THROW(SchoolTime(Time(), "Nowhere"), std::runtime_error); }

}  // namespace
}  // namespace key_cabinet
