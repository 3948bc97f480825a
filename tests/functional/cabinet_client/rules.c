#include "rules.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <mbedtls/sha256.h>

#include "base64url.h"

// A clock that lags this much behind the server's is no fault.
static const int64_t clock_slack = 300;

struct wall_time wall_time(int64_t unix_seconds, const char* zone) {
  setenv("TZ", zone, 1);
  tzset();
  const time_t moment = (time_t)unix_seconds;
  struct tm now;
  localtime_r(&moment, &now);
  struct wall_time wall = {.weekday = (now.tm_wday + 6) % 7, .minute = now.tm_hour * 60 + now.tm_min};
  strftime(wall.date, sizeof wall.date, "%Y-%m-%d", &now);
  now.tm_mday -= 1;
  now.tm_hour = 12;  // far from where clocks are changed
  now.tm_isdst = -1;
  mktime(&now);
  strftime(wall.day_before, sizeof wall.day_before, "%Y-%m-%d", &now);
  return wall;
}

static bool begins_on(const cJSON* window, int weekday, const char* date) {
  const int weekdays = cJSON_GetArrayItem(window, 0)->valueint;
  const char* first = cJSON_GetStringValue(cJSON_GetArrayItem(window, 3));
  const char* last = cJSON_GetStringValue(cJSON_GetArrayItem(window, 4));
  if ((weekdays >> weekday & 1) == 0) return false;
  if (first != NULL && *first != '\0' && strcmp(date, first) < 0) return false;
  return last == NULL || *last == '\0' || strcmp(date, last) <= 0;
}

bool window_holds(const cJSON* window, const struct wall_time* now) {
  if (cJSON_GetArraySize(window) < 5) return false;
  const int from = cJSON_GetArrayItem(window, 1)->valueint;
  const int until = cJSON_GetArrayItem(window, 2)->valueint;
  const bool over_midnight = until <= from;
  if (begins_on(window, now->weekday, now->date) && now->minute >= from && (over_midnight || now->minute < until)) {
    return true;
  }
  return over_midnight && now->minute < until && begins_on(window, (now->weekday + 6) % 7, now->day_before);
}

const char* decision_name(enum decision decision) {
  switch (decision) {
    case DECISION_YES: return "yes";
    case DECISION_NO_SNAPSHOT: return "no_snapshot";
    case DECISION_SNAPSHOT_OLD: return "snapshot_old";
    case DECISION_UNKNOWN_KEY: return "unknown_key";
    case DECISION_UNKNOWN_HOLDER: return "unknown_holder";
    case DECISION_PAST_SERIAL: return "past_serial";
    case DECISION_NO_RIGHT: return "no_right";
    case DECISION_ALREADY_OUT: return "already_out";
    case DECISION_NOT_HIS: return "not_his";
  }
  return "?";
}

static const cJSON* member(const cJSON* object, const char* name) {
  return cJSON_GetObjectItemCaseSensitive(object, name);
}

bool holder_hash(const cJSON* payload, const char* serial, char hash[13]) {
  const char* salt = cJSON_GetStringValue(member(payload, "salt"));
  uint8_t bytes[32];
  const int32_t length = salt == NULL ? -1 : base64url_decode(salt, strlen(salt), bytes, sizeof bytes);
  if (length < 0) return false;
  uint8_t digest[32];
  mbedtls_sha256_context context;
  mbedtls_sha256_init(&context);
  const bool made = mbedtls_sha256_starts_ret(&context, 0) == 0 &&
                    mbedtls_sha256_update_ret(&context, bytes, (size_t)length) == 0 &&
                    mbedtls_sha256_update_ret(&context, (const uint8_t*)serial, strlen(serial)) == 0 &&
                    mbedtls_sha256_finish_ret(&context, digest) == 0;
  mbedtls_sha256_free(&context);
  return made && base64url_encode(digest, 9, hash, 13);
}

static bool out_of_date(const cJSON* payload, int64_t now) {
  const double at = (double)now;
  return at > cJSON_GetNumberValue(member(payload, "until")) ||
         at < cJSON_GetNumberValue(member(payload, "made")) - (double)clock_slack;
}

static bool profile_allows(const cJSON* payload, const cJSON* profile, unsigned bit, int64_t now) {
  const char* zone = cJSON_GetStringValue(member(payload, "zone"));
  const struct wall_time wall = wall_time(now, zone == NULL ? "UTC0" : zone);
  const cJSON* part;
  cJSON_ArrayForEach(part, profile) {
    const char* bits = cJSON_GetStringValue(part);
    if (bits == NULL || !bits_contain(bits, bit)) continue;
    if (strcmp(part->string, "*") == 0) return true;
    const cJSON* window = member(member(payload, "windows"), part->string);
    if (window != NULL && window_holds(window, &wall)) return true;
  }
  return false;
}

static bool booked(const cJSON* payload, const char* hash, unsigned bit, int64_t now) {
  const cJSON* booking;
  cJSON_ArrayForEach(booking, member(payload, "bookings")) {
    const char* whose = cJSON_GetStringValue(cJSON_GetArrayItem(booking, 0));
    const char* bits = cJSON_GetStringValue(cJSON_GetArrayItem(booking, 1));
    if (cJSON_GetArraySize(booking) < 4 || whose == NULL || bits == NULL || strcmp(whose, hash) != 0) continue;
    const double from = cJSON_GetNumberValue(cJSON_GetArrayItem(booking, 2));
    const double until = cJSON_GetNumberValue(cJSON_GetArrayItem(booking, 3));
    if ((double)now >= from && (double)now < until && bits_contain(bits, bit)) return true;
  }
  return false;
}

static bool has_booking(const cJSON* payload, const char* hash) {
  const cJSON* booking;
  cJSON_ArrayForEach(booking, member(payload, "bookings")) {
    const char* whose = cJSON_GetStringValue(cJSON_GetArrayItem(booking, 0));
    if (whose != NULL && strcmp(whose, hash) == 0) return true;
  }
  return false;
}

enum decision decide_issue(const cJSON* payload, const char* hash, const char* key, const char* out_with, int64_t now) {
  if (payload == NULL) return DECISION_NO_SNAPSHOT;
  if (out_of_date(payload, now)) return DECISION_SNAPSHOT_OLD;
  const cJSON* bit = member(member(payload, "keys"), key);
  if (!cJSON_IsNumber(bit)) return DECISION_UNKNOWN_KEY;
  if (member(member(payload, "retired"), hash) != NULL) return DECISION_PAST_SERIAL;
  const cJSON* profile_name = member(member(payload, "holders"), hash);
  if (profile_name == NULL && !has_booking(payload, hash)) return DECISION_UNKNOWN_HOLDER;
  const char* name = cJSON_GetStringValue(profile_name);
  const cJSON* profile = name == NULL ? NULL : member(member(payload, "profiles"), name);
  const unsigned place = (unsigned)bit->valueint;
  if (!profile_allows(payload, profile, place, now) && !booked(payload, hash, place, now)) return DECISION_NO_RIGHT;
  return out_with == NULL ? DECISION_YES : DECISION_ALREADY_OUT;
}

static bool returns_for_others(const cJSON* payload, const char* hash) {
  const cJSON* entry;
  cJSON_ArrayForEach(entry, member(payload, "returns")) {
    const char* who = cJSON_GetStringValue(entry);
    if (who != NULL && strcmp(who, hash) == 0) return true;
  }
  return false;
}

// A late return is always taken: rights and hours do not matter, only whose key it is. Where nobody here knows that it
// is out it came from another cabinet, or went out after the snapshot was made: whoever is known may leave it.
enum decision decide_return(const cJSON* payload, const char* hash, const char* key, const char* out_with) {
  if (payload == NULL) return DECISION_NO_SNAPSHOT;
  if (!cJSON_IsNumber(member(member(payload, "keys"), key)) && out_with == NULL) return DECISION_UNKNOWN_KEY;
  const char* present = cJSON_GetStringValue(member(member(payload, "retired"), hash));
  const char* who = present == NULL ? hash : present;
  if (out_with != NULL && (strcmp(out_with, who) == 0 || strcmp(out_with, hash) == 0)) return DECISION_YES;
  if (returns_for_others(payload, who)) return DECISION_YES;
  if (out_with != NULL) return DECISION_NOT_HIS;
  const bool known = present != NULL || member(member(payload, "holders"), hash) != NULL || has_booking(payload, hash);
  return known ? DECISION_YES : DECISION_UNKNOWN_HOLDER;
}
