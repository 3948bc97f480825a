#include "callboard/moment.hpp"

namespace callboard {

nlohmann::json moment(Time time, MomentStyle style) {
  constexpr const char* kNames[] = {"date_time", "date", "time"};
  return {{"$time", time.time_since_epoch().count()}, {"style", kNames[static_cast<int>(style)]}};
}

}  // namespace callboard
