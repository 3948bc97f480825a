// When access holds: on those weekdays, from a minute of the day until another, on the wall of the school's zone.
#pragma once

#include <string>

namespace key_cabinet {

struct AccessWindow {
  int weekdays = 0x7F;                // bit 0 is Monday: the day on which it begins
  int from = 0;                       // minutes of the day
  int until = 0;                      // where it is not later than `from`: into the next day
  std::string first = {}, last = {};  // "2026-09-01"; empty: open
};

}  // namespace key_cabinet
