#include "view/moments.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <string_view>

#include <date/tz.h>
#include <fmt/format.h>

namespace callboard::host {
namespace {

using nlohmann::json;
using std::chrono::seconds;

constexpr const char* kTime = "$time";
constexpr const char* kStyle = "style";

constexpr std::array<std::string_view, 12> kEnglishMonths{"January",   "February", "March",    "April",
                                                          "May",       "June",     "July",     "August",
                                                          "September", "October",  "November", "December"};
// In the genitive, as they stand after a day.
constexpr std::array<std::string_view, 12> kRussianMonths{"января",   "февраля", "марта",  "апреля",
                                                          "мая",      "июня",    "июля",   "августа",
                                                          "сентября", "октября", "ноября", "декабря"};

date::sys_seconds time_of(const json& moment) {
  const std::chrono::microseconds time(moment[kTime].get<std::int64_t>());
  return date::sys_seconds(std::chrono::floor<seconds>(time));
}

}  // namespace

struct Moments::Parts {
  // What calendars and clocks show.
  struct Wall {
    explicit Wall(std::chrono::seconds since_1970)
        : date(date::floor<date::days>(date::sys_seconds(since_1970))),
          time(since_1970 - date::sys_days(date).time_since_epoch()) {}
    date::year_month_day date;
    date::hh_mm_ss<seconds> time;

    int year() const { return int{date.year()}; }
    unsigned month() const { return unsigned{date.month()}; }
    unsigned day() const { return unsigned{date.day()}; }
  };

  std::string_view style;
  Wall local;
};

bool Moments::is_moment(const json& value) {
  if (!value.is_object() || value.size() != 2) return false;
  const auto time = value.find(kTime);
  const auto style = value.find(kStyle);
  return time != value.end() && time->is_number_integer() && style != value.end() && style->is_string();
}

Moments::Moments(const std::string& time_zone) {
  if (time_zone != "UTC") zone_ = date::locate_zone(time_zone);
}

Moments::Parts Moments::parts_of(const json& moment) const {
  const auto time = time_of(moment);
  const auto local = zone_ ? zone_->to_local(time).time_since_epoch() : time.time_since_epoch();
  return {moment[kStyle].get_ref<const std::string&>(), Parts::Wall(local)};
}

std::string Moments::text(const json& moment, Language language) const {
  const auto [style, at] = parts_of(moment);
  const auto clock = fmt::format("{:02}:{:02}", at.time.hours().count(), at.time.minutes().count());
  if (style == "time") return clock;
  const bool russian = language == Language::Russian;
  const auto month = (russian ? kRussianMonths : kEnglishMonths)[at.month() - 1];
  const auto day = fmt::format("{} {} {}{}", at.day(), month, at.year(), russian ? " г." : "");
  return style == "date" ? day : day + ", " + clock;
}

std::string Moments::iso(const json& moment) const {
  const auto [style, at] = parts_of(moment);
  if (style == "time") return fmt::format("{:02}:{:02}", at.time.hours().count(), at.time.minutes().count());
  if (style == "date") return fmt::format("{:04}-{:02}-{:02}", at.year(), at.month(), at.day());
  const Parts::Wall utc(time_of(moment).time_since_epoch());
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", utc.year(), utc.month(), utc.day(),
                     utc.time.hours().count(), utc.time.minutes().count(), utc.time.seconds().count());
}

}  // namespace callboard::host
