#include "callboard/local_time.hpp"

#include <gtest/gtest.h>

namespace callboard {
namespace {

using namespace std::chrono_literals;

const std::string kMoscow = "Europe/Moscow", kBerlin = "Europe/Berlin";

std::string there_and_back(std::string_view text, const std::string& zone) {
  const auto time = time_from_local(text, zone);
  return time ? local_text(*time, zone) : "nothing";
}

TEST(LocalTime, IsReadOnTheWallOfItsZone) {
  EXPECT_EQ(time_from_local("1970-01-01T03:00", kMoscow), Time{});
  EXPECT_EQ(time_from_local("1970-01-01T00:00", "UTC"), Time{});
  EXPECT_EQ(there_and_back("2026-11-21T18:30", kMoscow), "2026-11-21T18:30");
  EXPECT_EQ(there_and_back("2024-02-29T23:59", kBerlin), "2024-02-29T23:59");
}

TEST(LocalTime, ThatClocksSkipIsNoTime) {
  EXPECT_FALSE(time_from_local("2026-03-29T02:30", kBerlin));
  EXPECT_TRUE(time_from_local("2026-03-29T03:00", kBerlin));
}

TEST(LocalTime, ThatComesTwiceIsTheFirst) {
  EXPECT_EQ(*time_from_local("2026-10-25T03:00", kBerlin) - *time_from_local("2026-10-25T02:30", kBerlin), 90min);
}

TEST(LocalTime, IsNothingElse) {
  for (const char* text :
       {"", "2026-11-21", "2026-11-21 18:30", "2026-11-21T18:30:00", "2026-13-01T00:00", "2026-02-29T00:00",
        "2026-11-21T24:00", "2026-11-21T18:60", "+026-11-21T18:30", "2026-11-21T-1:30", "0000-00-00T00:00"}) {
    EXPECT_FALSE(time_from_local(text, kMoscow)) << text;
  }
}

TEST(LocalTime, NeedsAZoneThatThereIs) {
  EXPECT_THROW(time_from_local("2026-11-21T18:30", "Atlantis/Capital"), std::runtime_error);
}

TEST(Date, IsADayOfTheCalendar) {
  EXPECT_TRUE(is_date("2026-11-21"));
  EXPECT_TRUE(is_date("2024-02-29"));
  for (const char* text : {"2026-02-29", "2026-11-31", "21.11.2026", "2026-1-1", "0000-01-01", ""}) {
    EXPECT_FALSE(is_date(text)) << text;
  }
}

TEST(WallClock, ShowsTheDayTheWeekdayAndTheMinuteOfAZone) {
  const auto utc = time_from_local("2026-11-21T22:30", "UTC").value();
  const auto moscow = wall_clock(utc, "Europe/Moscow");
  EXPECT_EQ(moscow.date, "2026-11-22");
  EXPECT_EQ(moscow.weekday, 6);
  EXPECT_EQ(moscow.minute, 90);
  EXPECT_THROW(wall_clock(utc, "Nowhere/Land"), std::runtime_error);
}

TEST(PosixTimeZone, SaysWhichRulesHoldFromNowOn) {
  EXPECT_EQ(posix_time_zone("Europe/Moscow"), "MSK-3");
  EXPECT_EQ(posix_time_zone("Europe/Berlin"), "CET-1CEST,M3.5.0,M10.5.0/3");
  EXPECT_THROW(posix_time_zone("../../etc/passwd"), std::runtime_error);
}

}  // namespace
}  // namespace callboard
