#include "callboard/local_time.hpp"

#include <charconv>
#include <fstream>

#include <date/tz.h>
#include <fmt/format.h>

namespace callboard {
namespace {

// The digits of a text like "2026-11-21", where '-' and ':' stand where `form` has them and digits elsewhere.
bool has_form(std::string_view text, std::string_view form) {
  if (text.size() != form.size()) return false;
  for (std::size_t i = 0; i < form.size(); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    if (form[i] == '0' ? !digit : text[i] != form[i]) return false;
  }
  return true;
}

int number(std::string_view digits) {
  int value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

date::year_month_day day_of(std::string_view text) {
  return date::year(number(text.substr(0, 4))) / number(text.substr(5, 2)) / number(text.substr(8, 2));
}

}  // namespace

bool is_date(std::string_view text) {
  return has_form(text, "0000-00-00") && day_of(text).ok() && number(text.substr(0, 4)) > 0;
}

bool is_time_zone(const std::string& zone) {
  try {
    return date::locate_zone(zone) != nullptr;
  } catch (const std::runtime_error&) {
    return false;
  }
}

std::vector<std::string> time_zones() {
  std::vector<std::string> names;
  for (const auto& zone : date::get_tzdb().zones) {
    const bool is_place = zone.name().find('/') != std::string::npos && !zone.name().starts_with("Etc/");
    if (is_place || zone.name() == "UTC") names.push_back(zone.name());
  }
  return names;
}

std::optional<Time> time_from_local(std::string_view text, const std::string& zone) {
  if (!has_form(text, "0000-00-00T00:00") || !is_date(text.substr(0, 10))) return std::nullopt;
  const int hours = number(text.substr(11, 2)), minutes = number(text.substr(14, 2));
  if (hours > 23 || minutes > 59) return std::nullopt;
  const auto local = date::local_days(day_of(text)) + std::chrono::hours(hours) + std::chrono::minutes(minutes);
  const auto* where = date::locate_zone(zone);
  if (where->get_info(local).result == date::local_info::nonexistent) return std::nullopt;
  const auto utc = where->to_sys(local, date::choose::earliest).time_since_epoch();
  return Time(std::chrono::duration_cast<std::chrono::microseconds>(utc));
}

std::string local_text(Time time, const std::string& zone) {
  const auto wall = wall_clock(time, zone);
  return fmt::format("{}T{:02}:{:02}", wall.date, wall.minute / 60, wall.minute % 60);
}

WallClock wall_clock(Time time, const std::string& zone) {
  const auto seconds = date::sys_seconds(std::chrono::floor<std::chrono::seconds>(time.time_since_epoch()));
  const auto local = date::locate_zone(zone)->to_local(seconds);
  const auto day = date::floor<date::days>(local);
  const date::year_month_day calendar(day);
  const auto weekday = date::weekday(day).iso_encoding() - 1;
  const auto minute = std::chrono::floor<std::chrono::minutes>(local - day).count();
  return {fmt::format("{:04}-{:02}-{:02}", int{calendar.year()}, unsigned{calendar.month()}, unsigned{calendar.day()}),
          static_cast<int>(weekday), static_cast<int>(minute)};
}

// The last line of a zone's file (RFC 8536, 3.3), between two line ends.
std::string posix_time_zone(const std::string& zone) {
  std::ifstream file("/usr/share/zoneinfo/" + date::locate_zone(zone)->name(), std::ios::binary);
  const std::string bytes(std::istreambuf_iterator<char>(file), {});
  if (bytes.size() < 2 || bytes.back() != '\n') throw std::runtime_error("the time zone " + zone + " has no rules");
  const auto begin = bytes.rfind('\n', bytes.size() - 2);
  return bytes.substr(begin + 1, bytes.size() - begin - 2);
}

}  // namespace callboard
