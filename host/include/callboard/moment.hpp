// A time for people, not yet in anybody's zone or language: the view writes it in the school's time zone and
// the reader's language when the page is rendered, as it does with a Text.
//
//   {{"last_seen", moment(session.last_seen)}}     "21 November 2026, 11:38" / "21 ноября 2026 г., 11:38"
//   {{"born", moment(time, MomentStyle::Date)}}
#pragma once

#include <nlohmann/json.hpp>

#include "callboard/api.hpp"
#include "callboard/services.hpp"

namespace callboard {

enum class MomentStyle { DateTime, Date, Time };

// As a JSON value it is `{"$time": microseconds, "style": "date_time"}`.
CALLBOARD_API nlohmann::json moment(Time time, MomentStyle style = MomentStyle::DateTime);

}  // namespace callboard
