#include "clock.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static int64_t read_clock(clockid_t which) {
  struct timespec now;
  clock_gettime(which, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t monotonic_ms(void) { return read_clock(CLOCK_MONOTONIC); }

void pause_ms(int64_t milliseconds) {
  if (milliseconds <= 0) return;
  const struct timespec pause = {.tv_sec = (time_t)(milliseconds / 1000), .tv_nsec = (long)(milliseconds % 1000) * 1000000};
  nanosleep(&pause, NULL);
}

int64_t clock_now_ms(const struct device_clock* clock) { return read_clock(CLOCK_REALTIME) + clock->ahead_ms; }

void clock_heard(struct device_clock* clock, int64_t server_ms, int64_t precision_ms) {
  const int64_t off = server_ms - clock_now_ms(clock);
  if (off > precision_ms || off < -precision_ms) clock->ahead_ms += off;
}

void write_rfc3339(int64_t unix_ms, char out[25]) {
  const time_t seconds = (time_t)(unix_ms / 1000);
  struct tm utc;
  gmtime_r(&seconds, &utc);
  const size_t length = strftime(out, 25, "%Y-%m-%dT%H:%M:%S", &utc);
  snprintf(out + length, 25 - length, ".%03uZ", (unsigned)(unix_ms % 1000) % 1000);
}

// Days since 1970 of a date of the Gregorian calendar.
static int64_t days_since_1970(int year, int month, int day) {
  const int shifted = month <= 2 ? year - 1 : year;  // the year begins in March
  const int64_t leap_days = shifted / 4 - shifted / 100 + shifted / 400;
  const int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return (int64_t)shifted * 365 + leap_days + day_of_year - 719468;
}

int64_t read_http_date(const char* text) {
  static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
  char name[4];
  int day;
  int year;
  int hour;
  int minute;
  int second;
  if (sscanf(text, "%*3s, %2d %3s %4d %2d:%2d:%2d GMT", &day, name, &year, &hour, &minute, &second) != 6) return -1;
  const char* found = strstr(months, name);
  if (found == NULL || (found - months) % 3 != 0) return -1;
  const int month = (int)(found - months) / 3 + 1;
  return days_since_1970(year, month, day) * 86400 + hour * 3600 + minute * 60 + second;
}
