// What a snapshot's payload allows: rights, windows, bookings. Pure but for wall_time(), which needs the process's
// time zone. Not thread-safe there.
#ifndef CABINET_RULES_H
#define CABINET_RULES_H

#include <stdbool.h>
#include <stdint.h>

#include <cjson/cJSON.h>

// A moment on the wall of the school: what windows are compared with.
struct wall_time {
  int weekday;          // 0 is Monday
  int minute;           // of the day
  char date[11];        // "2026-09-01"
  char day_before[11];  // the date before it
};

// `zone` is a POSIX TZ text ("MSK-3", "CET-1CEST,M3.5.0,M10.5.0/3"). newlib, on the device, and glibc read them alike;
// it is set for the whole process.
struct wall_time wall_time(int64_t unix_seconds, const char* zone);

// A window: [weekdays (bit 0 is Monday), from, until (minutes), first date, last date]; where `until` is not later than
// `from` it goes on into the next day, and belongs to the day on which it begins.
bool window_holds(const cJSON* window, const struct wall_time* now);

enum decision {
  DECISION_YES,
  DECISION_NO_SNAPSHOT,     // none there
  DECISION_SNAPSHOT_OLD,    // it holds no longer, or the clock is before it
  DECISION_UNKNOWN_KEY,     // not a key of this cabinet, or not in service
  DECISION_UNKNOWN_HOLDER,  // nobody who has a right here; blocked holders are among them
  DECISION_PAST_SERIAL,     // was replaced; may only bring back
  DECISION_NO_RIGHT,        // not this key, or not now
  DECISION_ALREADY_OUT,
  DECISION_NOT_HIS,  // a return: another has it, and he may not return for others
};

// A short word for it: "yes", "no_right", …
const char* decision_name(enum decision decision);

// The first 9 bytes of SHA-256(salt, serial) in base64url: 12 characters and a zero. False where the salt is malformed.
bool holder_hash(const cJSON* payload, const char* serial, char hash[13]);

// `out_with` is the hash of who has the key as far as the cabinet knows, NULL where it is in its slot.
enum decision decide_issue(const cJSON* payload, const char* hash, const char* key, const char* out_with, int64_t now);
enum decision decide_return(const cJSON* payload, const char* hash, const char* key, const char* out_with);

#endif
