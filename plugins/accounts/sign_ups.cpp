#include "sign_ups.hpp"

#include <callboard/local_time.hpp>

#include "sql_sign_ups.hpp"

namespace accounts {

using namespace callboard;

namespace {

constexpr std::size_t kWeeks = 12;
constexpr std::chrono::hours kOneDay{24};
constexpr std::chrono::hours kOneWeek = 7 * kOneDay;

// The Monday on or before that day. 1970 began on a Thursday.
Time monday_before(Time time) {
  const auto days = std::chrono::floor<std::chrono::days>(time.time_since_epoch()).count();
  return Time(kOneDay * (days - (days + 3) % 7));
}

}  // namespace

DashboardPlot sign_ups_by_week(const Clock& clock, const Site& site) {
  return {.name = "accounts.sign_ups",
          .title = _("New accounts by week"),
          .order = 10,
          .data = [&clock, &site](Transaction& tx) {
            const auto zone = site.info()->time_zone;
            const auto today = local_text(clock.now(), zone).substr(0, 10) + "T12:00";
            const auto noon = time_from_local(today, zone).value_or(clock.now());
            const Time from = monday_before(noon) - kOneWeek * (kWeeks - 1);
            Plot plot;
            Plot::Series series{_("New accounts"), {}};
            Time week = from;
            for (const auto sum : SqlSignUps::by_span(tx, from, kOneWeek, kWeeks)) {
              plot.labels.push_back(Text::verbatim(local_text(week + kOneDay / 2, zone).substr(0, 10)));
              series.values.push_back(static_cast<double>(sum));
              week += kOneWeek;
            }
            plot.series.push_back(std::move(series));
            return plot;
          }};
}

}  // namespace accounts
