#include "sql_enrolment_counts.hpp"

#include <callboard/local_time.hpp>
#include <callboard/sql.hpp>

namespace courses {

using namespace callboard;

namespace {

constexpr int kWeeks = 12;
constexpr std::chrono::hours kDay{24}, kWeek{7 * 24};

long long asked_between(Transaction& tx, Time from, Time until) {
  const auto first = to_sql(from), last = to_sql(until);
  long long count = 0;
  tx.sql() << "SELECT COUNT(*) FROM courses_enrolments WHERE created_at >= :from AND created_at < :until",
      soci::use(first, "from"), soci::use(last, "until"), soci::into(count);
  return count;
}

}  // namespace

std::string sql_place_in_line() {
  return "CASE WHEN t.state = 'waiting' THEN (SELECT COUNT(*) FROM courses_enrolments w WHERE w.course_id = "
         "t.course_id "
         "AND w.state = 'waiting' AND w.queue_place <= t.queue_place AND (w.pair_id IS NULL OR w.inviter = 1)) END";
}

std::string sql_enrolment_title() { return "(SELECT c.title FROM courses_courses c WHERE c.id = t.course_id)"; }

long long pending_requests(Transaction& tx) {
  long long count = 0;
  tx.sql() << "SELECT COUNT(*) FROM courses_enrolments WHERE state = 'pending' AND (pair_id IS NULL OR inviter = 1)",
      soci::into(count);
  return count;
}

// From noon to noon, so that no change of clocks leads to another day.
Plot plot_by_week(Transaction& tx, Time now, const std::string& zone) {
  const auto wall = wall_clock(now, zone);
  const auto noon = time_from_local(wall.date + "T12:00", zone).value_or(now);
  const auto monday = [&](int weeks_ago) {
    return local_text(noon - kDay * wall.weekday - kWeek * weeks_ago, zone).substr(0, 10);
  };
  const auto begin = [&](int weeks_ago) {
    return time_from_local(monday(weeks_ago) + "T00:00", zone).value_or(noon - kWeek * weeks_ago);
  };
  Plot plot;
  Plot::Series series{_("Requests"), {}};
  for (int ago = kWeeks - 1; ago >= 0; --ago) {
    plot.labels.push_back(Text::verbatim(monday(ago)));
    series.values.push_back(static_cast<double>(asked_between(tx, begin(ago), begin(ago - 1))));
  }
  plot.series.push_back(std::move(series));
  return plot;
}

}  // namespace courses
