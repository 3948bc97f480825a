// A time, and what a clock and a calendar on the school's wall show then: what windows and curfews are told by.
// An immutable value; thread-safe.
#pragma once

#include <string>

#include <callboard/services.hpp>

namespace key_cabinet {

struct SchoolTime {
  // `zone`: an IANA name; throws std::runtime_error for an unknown one. UTC will do where no window or curfew matters.
  SchoolTime(callboard::Time time, const std::string& zone = "UTC");  // NOLINT(google-explicit-constructor)

  callboard::Time at;
  int minute = 0;               // of the day
  int weekday = 1;              // as a bit: 1 is Monday, 64 is Sunday
  int weekday_before = 64;      // yesterday's
  std::string date;             // "2026-11-21"
  std::string date_before;      // yesterday's
  int change_in = 24 * 60 + 1;  // so many minutes from now the clock is put forward or back; not within a day
  int change = 0;               // by so many minutes
};

}  // namespace key_cabinet
