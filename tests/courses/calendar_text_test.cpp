#include "calendar_text.hpp"

#include <memory>

#include <gtest/gtest.h>
#include <libical/ical.h>

#include "callboard/local_time.hpp"

namespace courses {
namespace {

using callboard::time_from_local;

struct FreeParsed {
  void operator()(icalcomponent* component) const { icalcomponent_free(component); }
};
using Parsed = std::unique_ptr<icalcomponent, FreeParsed>;

Parsed parsed(const std::string& text) { return Parsed(icalparser_parse_string(text.c_str())); }

Calendar school(const std::string& zone = "Europe/Moscow") {
  return {"Theatre school", zone, *time_from_local("2026-10-01T12:00", zone)};
}

CalendarEvent lesson(const std::string& day, const std::string& zone = "Europe/Moscow") {
  CalendarEvent event;
  event.uid = "lesson-" + day + "@school.example";
  event.starts_at = *time_from_local(day + "T18:00", zone);
  event.ends_at = *time_from_local(day + "T19:30", zone);
  event.summary = "Stage speech";
  return event;
}

bool has_line(const std::string& text, const std::string& line) {
  return text.find("\r\n" + line + "\r\n") != std::string::npos;
}

TEST(CalendarText, IsAValidCalendar) {
  auto calendar = school();
  calendar.events = {lesson("2026-10-05"), lesson("2026-10-12")};
  calendar.events[0].status = EventStatus::Tentative;
  calendar.events[0].location = "Black box";
  calendar.events[0].url = "https://school.example/courses/1";
  calendar.events[0].changed_at = calendar.made_at;
  const auto read = parsed(calendar_text(calendar));
  ASSERT_TRUE(read);
  EXPECT_TRUE(icalrestriction_check(read.get()));
  EXPECT_EQ(icalcomponent_count_errors(read.get()), 0);
  EXPECT_EQ(icalcomponent_count_components(read.get(), ICAL_VEVENT_COMPONENT), 2);
  EXPECT_EQ(icalcomponent_count_components(read.get(), ICAL_VTIMEZONE_COMPONENT), 1);
}

TEST(CalendarText, IsValidWithoutEvents) {
  const auto read = parsed(calendar_text(school()));
  ASSERT_TRUE(read);
  EXPECT_TRUE(icalrestriction_check(read.get()));
}

TEST(CalendarText, OfAMailIsPublishedBySomebody) {
  auto calendar = school();
  calendar.events = {lesson("2026-10-05")};
  calendar.events[0].status = EventStatus::Cancelled;
  calendar.events[0].sequence = 3;
  calendar.publisher = "noreply@school.example";
  const auto text = calendar_text(calendar);
  EXPECT_TRUE(icalrestriction_check(parsed(text).get()));
  EXPECT_TRUE(has_line(text, "METHOD:PUBLISH"));
  EXPECT_TRUE(has_line(text, "STATUS:CANCELLED"));
  EXPECT_TRUE(has_line(text, "SEQUENCE:3"));
  EXPECT_NE(text.find("mailto:noreply@school.example"), std::string::npos);
}

TEST(CalendarText, ShowsTimesOnTheSchoolsWall) {
  auto calendar = school();
  calendar.events = {lesson("2026-10-05")};
  const auto text = calendar_text(calendar);
  EXPECT_TRUE(has_line(text, "DTSTART;TZID=Europe/Moscow:20261005T180000"));
  EXPECT_TRUE(has_line(text, "DTEND;TZID=Europe/Moscow:20261005T193000"));
  EXPECT_TRUE(has_line(text, "TZOFFSETTO:+0300"));
}

// libical reads the zone that the text itself brings along.
TEST(CalendarText, MeansTheSameMomentBeforeAndAfterTheClocksChange) {
  auto calendar = school("Europe/Berlin");
  calendar.events = {lesson("2026-10-19", "Europe/Berlin"), lesson("2026-10-26", "Europe/Berlin")};
  const auto read = parsed(calendar_text(calendar));
  auto* zone = icaltimezone_new();
  icaltimezone_set_component(
      zone, icalcomponent_new_clone(icalcomponent_get_first_component(read.get(), ICAL_VTIMEZONE_COMPONENT)));
  std::size_t i = 0;
  for (auto* event = icalcomponent_get_first_component(read.get(), ICAL_VEVENT_COMPONENT); event != nullptr;
       event = icalcomponent_get_next_component(read.get(), ICAL_VEVENT_COMPONENT)) {
    const auto seconds = icaltime_as_timet_with_zone(icalcomponent_get_dtstart(event), zone);
    EXPECT_EQ(seconds, std::chrono::system_clock::to_time_t(calendar.events.at(i++).starts_at));
  }
  EXPECT_EQ(i, 2U);
  icaltimezone_free(zone, 1);
}

TEST(CalendarText, KeepsWhatPeopleWrote) {
  auto calendar = school();
  calendar.events = {lesson("2026-10-05")};
  const std::string title = "Речь, голос; \"дыхание\" \\ и очень длинное название курса для взрослых и детей";
  calendar.events[0].summary = title;
  calendar.events[0].description = "One\r\nTwo\x01";
  const auto text = calendar_text(calendar);
  std::size_t line = 0;
  for (const char c : text) {
    line = c == '\n' ? 0 : line + 1;
    ASSERT_LE(line, 76U);  // 75 octets and the carriage return
  }
  const auto read = parsed(text);
  auto* event = icalcomponent_get_first_component(read.get(), ICAL_VEVENT_COMPONENT);
  EXPECT_EQ(icalcomponent_get_summary(event), title);
  EXPECT_STREQ(icalcomponent_get_description(event), "One\nTwo");
  EXPECT_EQ(text.find("BEGIN:VEVENT\r\n"), text.rfind("BEGIN:VEVENT\r\n"));
}

}  // namespace
}  // namespace courses
