#include "calendar_text.hpp"

#include <algorithm>
#include <memory>
#include <stdexcept>

#include <date/tz.h>
#include <libical/ical.h>

namespace courses {

using namespace callboard;

namespace {

struct FreeComponent {
  void operator()(icalcomponent* component) const { icalcomponent_free(component); }
};
using Component = std::unique_ptr<icalcomponent, FreeComponent>;

Component component(icalcomponent_kind kind) {
  Component made(icalcomponent_new(kind));
  if (!made) throw std::runtime_error("libical has no memory");
  return made;
}

// Both take over what they are given.
void add(const Component& parent, icalproperty* property) { icalcomponent_add_property(parent.get(), property); }
void add(const Component& parent, Component child) { icalcomponent_add_component(parent.get(), child.release()); }

// Lines of a form end in CR LF; other control characters have no place in a calendar.
std::string plain(const std::string& text) {
  std::string kept;
  std::copy_if(text.begin(), text.end(), std::back_inserter(kept),
               [](char c) { return static_cast<unsigned char>(c) >= ' ' || c == '\n' || c == '\t'; });
  return kept;
}

template <typename Duration>
icaltimetype ical_time(std::chrono::time_point<date::local_t, Duration> local) {
  const auto day = date::floor<date::days>(local);
  const date::year_month_day date(day);
  const date::hh_mm_ss time(date::floor<std::chrono::seconds>(local - day));
  auto made = icaltime_null_time();
  made.year = static_cast<int>(date.year());
  made.month = static_cast<int>(static_cast<unsigned>(date.month()));
  made.day = static_cast<int>(static_cast<unsigned>(date.day()));
  made.hour = static_cast<int>(time.hours().count());
  made.minute = static_cast<int>(time.minutes().count());
  made.second = static_cast<int>(time.seconds().count());
  return made;
}

icaltimetype utc_time(Time time) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
  return icaltime_from_timet_with_zone(static_cast<time_t>(seconds), 0, icaltimezone_get_utc_timezone());
}

// --- the time zone: only what holds while the events last, since libical's own begins in the nineteenth century ---

Component observance(const date::sys_info& info, std::chrono::seconds before, icaltimetype from) {
  auto made = component(info.save.count() != 0 ? ICAL_XDAYLIGHT_COMPONENT : ICAL_XSTANDARD_COMPONENT);
  add(made, icalproperty_new_dtstart(from));
  add(made, icalproperty_new_tzoffsetfrom(static_cast<int>(before.count())));
  add(made, icalproperty_new_tzoffsetto(static_cast<int>(info.offset.count())));
  if (!info.abbrev.empty()) add(made, icalproperty_new_tzname(info.abbrev.c_str()));
  return made;
}

Component time_zone(const date::time_zone& zone, Time from, Time until) {
  auto made = component(ICAL_VTIMEZONE_COMPONENT);
  add(made, icalproperty_new_tzid(zone.name().c_str()));
  auto info = zone.get_info(std::chrono::floor<std::chrono::seconds>(from));
  add(made, observance(info, info.offset, ical_time(date::local_days(date::year(1970) / 1 / 1))));
  while (info.end < until) {
    const auto next = zone.get_info(info.end);
    add(made, observance(next, info.offset, ical_time(date::local_seconds(info.end.time_since_epoch() + info.offset))));
    info = next;
  }
  return made;
}

// --- the events ---

icalproperty_status ical_status(EventStatus status) {
  switch (status) {
    case EventStatus::Tentative: return ICAL_STATUS_TENTATIVE;
    case EventStatus::Confirmed: return ICAL_STATUS_CONFIRMED;
    case EventStatus::Cancelled: return ICAL_STATUS_CANCELLED;
  }
  return ICAL_STATUS_NONE;
}

icalproperty* in_zone(icalproperty* property, const date::time_zone& zone) {
  icalproperty_add_parameter(property, icalparameter_new_tzid(zone.name().c_str()));
  return property;
}

icalproperty* organizer(const Calendar& calendar) {
  auto* made = icalproperty_new_organizer(("mailto:" + calendar.publisher).c_str());
  icalproperty_add_parameter(made, icalparameter_new_cn(plain(calendar.name).c_str()));
  return made;
}

Component event_of(const CalendarEvent& event, const Calendar& calendar, const date::time_zone& zone) {
  auto made = component(ICAL_VEVENT_COMPONENT);
  add(made, icalproperty_new_uid(event.uid.c_str()));
  add(made, icalproperty_new_sequence(event.sequence));
  add(made, icalproperty_new_dtstamp(utc_time(calendar.made_at)));
  if (event.changed_at) add(made, icalproperty_new_lastmodified(utc_time(*event.changed_at)));
  add(made, in_zone(icalproperty_new_dtstart(ical_time(zone.to_local(event.starts_at))), zone));
  add(made, in_zone(icalproperty_new_dtend(ical_time(zone.to_local(event.ends_at))), zone));
  add(made, icalproperty_new_status(ical_status(event.status)));
  add(made, icalproperty_new_summary(plain(event.summary).c_str()));
  if (!event.location.empty()) add(made, icalproperty_new_location(plain(event.location).c_str()));
  if (!event.description.empty()) add(made, icalproperty_new_description(plain(event.description).c_str()));
  if (!event.url.empty()) add(made, icalproperty_new_url(event.url.c_str()));
  if (!calendar.publisher.empty()) add(made, organizer(calendar));
  return made;
}

// What calendar programs know beyond the standard: the calendar's name, and how often to look for changes.
void add_extension(const Component& to, const char* name, const std::string& value) {
  auto* made = icalproperty_new_x(value.c_str());
  icalproperty_set_x_name(made, name);
  add(to, made);
}

}  // namespace

std::string calendar_text(const Calendar& calendar) {
  const auto* zone = date::locate_zone(calendar.zone);
  auto made = component(ICAL_VCALENDAR_COMPONENT);
  add(made, icalproperty_new_version("2.0"));
  add(made, icalproperty_new_prodid("-//Callboard//Courses//EN"));
  if (!calendar.publisher.empty()) add(made, icalproperty_new_method(ICAL_METHOD_PUBLISH));
  add_extension(made, "X-WR-CALNAME", plain(calendar.name));
  add_extension(made, "X-PUBLISHED-TTL", "PT1H");

  auto from = calendar.made_at, until = calendar.made_at;
  for (const auto& event : calendar.events) {
    from = std::min(from, event.starts_at);
    until = std::max(until, event.ends_at);
  }
  add(made, time_zone(*zone, from - std::chrono::days(1), until + std::chrono::days(1)));
  for (const auto& event : calendar.events) add(made, event_of(event, calendar, *zone));

  const std::unique_ptr<char, decltype(&icalmemory_free_buffer)> text(icalcomponent_as_ical_string_r(made.get()),
                                                                      icalmemory_free_buffer);
  return text.get();
}

}  // namespace courses
