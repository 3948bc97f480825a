#include "schedule_query.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include <callboard/local_time.hpp>

namespace courses {

using namespace callboard;

namespace {

constexpr std::array<std::string_view, 4> kViews{"list", "month", "week", "day"};
constexpr std::array<std::string_view, 7> kWeekdays{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
constexpr std::int64_t kMostPages = 10'000;
constexpr std::string_view kFirstDate = "2000-01-01", kLastDate = "2100-12-31";  // of a calendar that anybody needs

[[noreturn]] void refuse() {
  throw BadRequest(_("There is no such schedule."), "a query of the schedule that is none");
}

std::optional<std::string> given(const Request& request, const char* name) {
  auto text = request.query(name);
  if (text && text->empty()) return std::nullopt;
  return text;
}

template <std::size_t N>
int place_in(const std::array<std::string_view, N>& names, std::string_view name) {
  const auto* const found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) refuse();
  return static_cast<int>(found - names.begin());
}

std::int64_t positive_number(const std::string& text, std::int64_t most) {
  std::int64_t value = 0;
  const auto* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value);
  if (read.ec != std::errc{} || read.ptr != end || value < 1 || value > most) refuse();
  return value;
}

bool flag_in(const std::string& text) {
  if (text != "1" && text != "0") refuse();
  return text == "1";
}

}  // namespace

std::string_view weekday_code(int weekday) { return kWeekdays.at(static_cast<std::size_t>(weekday)); }

ScheduleQuery ScheduleQuery::read(const Request& request) {
  ScheduleQuery query;
  if (const auto view = given(request, "view")) query.view = static_cast<View>(place_in(kViews, *view));
  if (const auto date = given(request, "date")) {
    if (!is_date(*date) || *date < kFirstDate || *date > kLastDate) refuse();
    query.date = day_of(*date);
  }
  if (const auto teacher = given(request, "teacher")) {
    query.teacher = TeacherId{positive_number(*teacher, std::numeric_limits<std::int64_t>::max())};
  }
  if (const auto weekday = given(request, "day")) query.weekday = place_in(kWeekdays, *weekday);
  if (const auto free = given(request, "free")) query.free = flag_in(*free);
  if (const auto past = given(request, "past")) query.past = flag_in(*past);
  if (const auto page = given(request, "page")) query.page = static_cast<int>(positive_number(*page, kMostPages));
  return query;
}

std::string ScheduleQuery::address() const {
  std::string parameters;
  const auto add = [&](std::string_view name, std::string_view value) {
    parameters.append(parameters.empty() ? "?" : "&").append(name).append("=").append(value);
  };
  if (view != View::List) add("view", kViews.at(static_cast<std::size_t>(view)));
  if (date) add("date", date_of(*date));
  if (teacher) add("teacher", std::to_string(static_cast<std::int64_t>(*teacher)));
  if (weekday) add("day", weekday_code(*weekday));
  if (free) add("free", "1");
  if (past) add("past", "1");
  if (page != 1) add("page", std::to_string(page));
  return "/schedule" + parameters;
}

}  // namespace courses
