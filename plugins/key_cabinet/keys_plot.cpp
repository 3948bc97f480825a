#include "keys_plot.hpp"

#include <callboard/local_time.hpp>

#include "sql_holder_data.hpp"

namespace key_cabinet {

using namespace callboard;

namespace {

constexpr int kDays = 28;
constexpr std::chrono::hours kDay{24};

// Where clocks skip midnight, when they go on.
Time begin_of(const std::string& day, const std::string& zone, Time otherwise) {
  if (const auto midnight = time_from_local(day + "T00:00", zone)) return *midnight;
  return time_from_local(day + "T01:00", zone).value_or(otherwise);
}

}  // namespace

// From noon to noon 24 hours lead to the next day, whatever clocks do.
DashboardPlot keys_taken_by_day(const Clock& clock, const Site& site) {
  return {.name = "key_cabinet.taken",
          .title = _("Keys taken by day"),
          .order = 40,
          .data = [&clock, &site](Transaction& tx) {
            const auto zone = site.info()->time_zone;
            const auto today = local_text(clock.now(), zone).substr(0, 10);
            const auto noon = time_from_local(today + "T12:00", zone).value_or(clock.now());
            const auto day_text = [&](int ago) { return local_text(noon - kDay * ago, zone).substr(0, 10); };
            Plot plot;
            Plot::Series series{_("Keys"), {}};
            for (int ago = kDays - 1; ago >= 0; --ago) {
              const auto from = begin_of(day_text(ago), zone, noon - kDay * ago);
              const auto until = begin_of(day_text(ago - 1), zone, noon - kDay * (ago - 1));
              plot.labels.push_back(Text::verbatim(day_text(ago)));
              series.values.push_back(static_cast<double>(SqlHolderData::taken_between(tx, from, until)));
            }
            plot.series.push_back(std::move(series));
            return plot;
          }};
}

}  // namespace key_cabinet
