#include "show_data.hpp"

#include <charconv>

#include <callboard/calendar_words.hpp>
#include <callboard/local_time.hpp>
#include <callboard/moment.hpp>

namespace theatre_admin {

using namespace callboard;
using nlohmann::json;

namespace {

// "2026-11-21T18:30" taken apart.
struct Local {
  explicit Local(Time time, const std::string& zone) : text(local_text(time, zone)) {}
  int number(std::size_t from, std::size_t length) const { return std::stoi(text.substr(from, length)); }
  unsigned month() const { return static_cast<unsigned>(number(5, 2)); }
  std::chrono::year_month year_month() const { return std::chrono::year(number(0, 4)) / std::chrono::month(month()); }
  unsigned day() const { return static_cast<unsigned>(number(8, 2)); }
  std::chrono::weekday weekday() const {
    return std::chrono::weekday(
        std::chrono::sys_days(std::chrono::year(number(0, 4)) / std::chrono::month(month()) / std::chrono::day(day())));
  }
  std::string text;
};

Text duration_text(int minutes) {
  if (minutes < 60) return plural("{count} minute", "{count} minutes", minutes);
  if (minutes % 60 == 0) return plural("{count} hour", "{count} hours", minutes / 60);
  return _("{hours} h {minutes} min").with("hours", minutes / 60).with("minutes", minutes % 60);
}

}  // namespace

std::string picture_url(const Show& show) {
  if (show.picture.size() < 15) return {};
  return "/shows/" + std::to_string(static_cast<std::int64_t>(show.id)) + "/picture?v=" + show.picture.substr(3, 12);
}

json show_data(const Show& show, const std::string& zone) {
  const Local local(show.starts_at, zone);
  json data{{"id", static_cast<std::int64_t>(show.id)},
            {"title", show.title},
            {"hall", show.hall},
            {"description", show.description},
            {"picture", picture_url(show)},
            {"age", show.age},
            {"draft", show.draft},
            {"starts_at", moment(show.starts_at)},
            {"date", moment(show.starts_at, MomentStyle::Date)},
            {"time", moment(show.starts_at, MomentStyle::Time)},
            {"day", local.day()},
            {"weekday", weekday_text(local.weekday())}};
  if (show.duration_minutes) data["duration"] = duration_text(*show.duration_minutes);
  return data;
}

json by_month(const std::vector<Show>& shows, const std::string& zone, const std::map<ShowId, json>& ratings) {
  auto months = json::array();
  std::string present;
  for (const auto& show : shows) {
    const Local local(show.starts_at, zone);
    const auto month = local.text.substr(0, 7);
    if (month != present) {
      months.push_back({{"month", month_text(local.year_month())}, {"anchor", month}, {"shows", json::array()}});
      present = month;
    }
    auto data = show_data(show, zone);
    if (const auto rating = ratings.find(show.id); rating != ratings.end()) data["rating"] = rating->second;
    months.back()["shows"].push_back(std::move(data));
  }
  return months;
}

std::string text_of(const ShowCursor& cursor) {
  return std::to_string(cursor.starts_at.time_since_epoch().count()) + "-" +
         std::to_string(static_cast<std::int64_t>(cursor.id));
}

std::optional<ShowCursor> cursor_of(std::string_view text) {
  std::int64_t time = 0, id = 0;
  const auto* end = text.data() + text.size();
  const auto first = std::from_chars(text.data(), end, time);
  if (first.ec != std::errc{} || first.ptr == end || *first.ptr != '-') return std::nullopt;
  const auto second = std::from_chars(first.ptr + 1, end, id);
  if (second.ec != std::errc{} || second.ptr != end || id < 1) return std::nullopt;
  return ShowCursor{Time(std::chrono::microseconds(time)), ShowId{id}};
}

}  // namespace theatre_admin
