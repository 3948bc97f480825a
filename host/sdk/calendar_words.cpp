#include "callboard/calendar_words.hpp"

#include <string>

namespace callboard {
namespace {

Text name_of_month(std::chrono::month month) {
  switch (static_cast<unsigned>(month)) {
    case 1: return _("January {year}");
    case 2: return _("February {year}");
    case 3: return _("March {year}");
    case 4: return _("April {year}");
    case 5: return _("May {year}");
    case 6: return _("June {year}");
    case 7: return _("July {year}");
    case 8: return _("August {year}");
    case 9: return _("September {year}");
    case 10: return _("October {year}");
    case 11: return _("November {year}");
    default: return _("December {year}");
  }
}

}  // namespace

Text month_text(std::chrono::year_month month) {
  return name_of_month(month.month()).with("year", std::to_string(static_cast<int>(month.year())));
}

Text weekday_text(std::chrono::weekday day) {
  switch (day.c_encoding()) {
    case 1: return _("Monday");
    case 2: return _("Tuesday");
    case 3: return _("Wednesday");
    case 4: return _("Thursday");
    case 5: return _("Friday");
    case 6: return _("Saturday");
    default: return _("Sunday");
  }
}

}  // namespace callboard
