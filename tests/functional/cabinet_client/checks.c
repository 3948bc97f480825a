// The parts of the client that need no server, checked by themselves: base64url, bit sets, merge patches, windows over
// midnight, POSIX time zones, the journal, dates. Prints what is wrong; the exit code is the number of such findings.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base64url.h"
#include "clock.h"
#include "journal.h"
#include "merge_patch.h"
#include "rules.h"

static int wrong;

#define CHECK(condition)                                                          \
  do {                                                                            \
    if (!(condition)) ++wrong, printf("%s:%d: %s\n", __FILE__, __LINE__, #condition); \
  } while (0)

static void check_base64url(void) {
  static const struct { const char* text; const char* bytes; int32_t length; } pairs[] = {
      {"", "", 0}, {"Zg", "f", 1}, {"Zm8", "fo", 2}, {"Zm9v", "foo", 3}, {"Zm9vYg", "foob", 4}, {"-_8", "\xFB\xFF", 2}};
  for (size_t i = 0; i < sizeof pairs / sizeof *pairs; ++i) {
    uint8_t bytes[8];
    char text[12];
    CHECK(base64url_decode(pairs[i].text, strlen(pairs[i].text), bytes, sizeof bytes) == pairs[i].length);
    CHECK(memcmp(bytes, pairs[i].bytes, (size_t)pairs[i].length) == 0);
    CHECK(base64url_encode((const uint8_t*)pairs[i].bytes, (size_t)pairs[i].length, text, sizeof text));
    CHECK(strcmp(text, pairs[i].text) == 0);
  }
  static const char* const faults[] = {"Z", "Zg==", "Zm9+", "Zm9/", "Zh", "Zm9", "Zm 8"};
  for (size_t i = 0; i < sizeof faults / sizeof *faults; ++i) {
    uint8_t bytes[8];
    CHECK(base64url_decode(faults[i], strlen(faults[i]), bytes, sizeof bytes) == -1);
  }
  uint8_t two[2];
  CHECK(base64url_decode("Zm9v", 4, two, sizeof two) == -1);
}

static void check_bits(void) {
  uint8_t set[30] = {0};
  char text[44];
  static const unsigned members[] = {0, 7, 8, 23, 24, 100, 199, 239};
  for (size_t i = 0; i < sizeof members / sizeof *members; ++i) set[members[i] / 8] |= (uint8_t)(1U << members[i] % 8);
  CHECK(base64url_encode(set, sizeof set, text, sizeof text));
  for (unsigned bit = 0; bit < 300; ++bit) {
    bool member = false;
    for (size_t i = 0; i < sizeof members / sizeof *members; ++i) member = member || members[i] == bit;
    CHECK(bits_contain(text, bit) == member);
  }
  CHECK(bits_contain("AQ", 0) && !bits_contain("AQ", 1) && !bits_contain("AQ", 8) && !bits_contain("", 0));
}

// The examples of RFC 7396, appendix A, as far as they concern objects.
static void check_merge_patch(void) {
  static const char* const cases[][3] = {
      {"{\"a\":\"b\"}", "{\"a\":\"c\"}", "{\"a\":\"c\"}"},
      {"{\"a\":\"b\"}", "{\"b\":\"c\"}", "{\"a\":\"b\",\"b\":\"c\"}"},
      {"{\"a\":\"b\"}", "{\"a\":null}", "{}"},
      {"{\"a\":\"b\",\"b\":\"c\"}", "{\"a\":null}", "{\"b\":\"c\"}"},
      {"{\"a\":[\"b\"]}", "{\"a\":\"c\"}", "{\"a\":\"c\"}"},
      {"{\"a\":\"c\"}", "{\"a\":[\"b\"]}", "{\"a\":[\"b\"]}"},
      {"{\"a\":{\"b\":\"c\"}}", "{\"a\":{\"b\":\"d\",\"c\":null}}", "{\"a\":{\"b\":\"d\"}}"},
      {"{\"a\":[{\"b\":\"c\"}]}", "{\"a\":[1]}", "{\"a\":[1]}"},
      {"{\"e\":null}", "{\"a\":1}", "{\"e\":null,\"a\":1}"},
      {"{}", "{\"a\":{\"bb\":{\"ccc\":null}}}", "{\"a\":{\"bb\":{}}}"},
      {"{\"a\":1,\"A\":2}", "{\"A\":null}", "{\"a\":1}"}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
    cJSON* target = cJSON_Parse(cases[i][0]);
    cJSON* patch = cJSON_Parse(cases[i][1]);
    cJSON* wanted = cJSON_Parse(cases[i][2]);
    CHECK(merge_patch(target, patch));
    if (!cJSON_Compare(target, wanted, true)) ++wrong, printf("merge patch %zu: %s\n", i, cases[i][1]);
    cJSON_Delete(target);
    cJSON_Delete(patch);
    cJSON_Delete(wanted);
  }
}

static bool holds(const char* window, int64_t at, const char* zone) {
  cJSON* read = cJSON_Parse(window);
  const struct wall_time now = wall_time(at, zone);
  const bool result = window_holds(read, &now);
  cJSON_Delete(read);
  return result;
}

// 2026-11-21 is a Saturday; 1795219200 is its midnight in UTC.
static void check_windows(void) {
  static const int64_t saturday = 1795219200;
  static const int64_t hour = 3600;
  static const char day[] = "[32,540,1080,\"\",\"\"]";      // Saturdays 9 to 18
  static const char night[] = "[32,1320,360,\"\",\"\"]";    // Saturdays 22 to 6
  static const char always[] = "[127,0,0,\"\",\"\"]";
  CHECK(!holds(day, saturday + 9 * hour - 1, "UTC0") && holds(day, saturday + 9 * hour, "UTC0"));
  CHECK(holds(day, saturday + 18 * hour - 1, "UTC0") && !holds(day, saturday + 18 * hour, "UTC0"));
  CHECK(!holds(day, saturday + 33 * hour, "UTC0"));
  CHECK(!holds(night, saturday + 3 * hour, "UTC0"));  // that night is Friday's
  CHECK(holds(night, saturday + 22 * hour, "UTC0") && holds(night, saturday + 30 * hour - 1, "UTC0"));
  CHECK(!holds(night, saturday + 30 * hour, "UTC0") && !holds(night, saturday + 46 * hour, "UTC0"));
  CHECK(holds(always, saturday, "UTC0") && holds(always, saturday + 12 * hour, "UTC0"));
  // Dates are those of the day on which it begins.
  static const char last_night[] = "[127,1320,360,\"2026-11-21\",\"2026-11-21\"]";
  CHECK(holds(last_night, saturday + 23 * hour, "UTC0") && holds(last_night, saturday + 28 * hour, "UTC0"));
  CHECK(!holds(last_night, saturday + 2 * hour, "UTC0") && !holds(last_night, saturday + 47 * hour, "UTC0"));
}

static void check_zones(void) {
  // 06:30 in UTC is 09:30 in Moscow: the window from 9 holds there.
  CHECK(holds("[32,540,1080,\"\",\"\"]", 1795219200 + 6 * 3600 + 1800, "MSK-3"));
  CHECK(!holds("[32,540,1080,\"\",\"\"]", 1795219200 + 6 * 3600 + 1800, "UTC0"));
  static const char berlin[] = "CET-1CEST,M3.5.0,M10.5.0/3";
  CHECK(wall_time(1793321999, berlin).minute == 119);              // 2026-10-30 00:59:59 UTC, winter: 01:59
  CHECK(wall_time(1774745999, berlin).minute == 119);              // 2026-03-29 00:59:59 UTC: 01:59, a second before
  CHECK(wall_time(1774746000, berlin).minute == 180);              // the clock goes from 2 to 3
  const struct wall_time summer = wall_time(1774746000, berlin);
  CHECK(strcmp(summer.date, "2026-03-29") == 0 && strcmp(summer.day_before, "2026-03-28") == 0 && summer.weekday == 6);
  CHECK(strcmp(wall_time(1772323200, "UTC0").day_before, "2026-02-28") == 0);  // of March 1st
}

static void check_decisions(void) {
  cJSON* payload = cJSON_Parse(
      "{\"made\":1795219000,\"until\":1795823800,\"zone\":\"UTC0\",\"salt\":\"AAAAAAAAAAAAAAAA\",\"keys\":{\"101\":0,\"102\":1},"
      "\"windows\":{\"4\":[32,540,1080,\"\",\"\"]},\"profiles\":{\"p\":{\"*\":\"AQ\",\"4\":\"Ag\"}},"
      "\"holders\":{\"H\":\"p\",\"R\":\"q\"},\"bookings\":{\"17\":[\"B\",\"Ag\",1795219200,1795222800]},"
      "\"out\":{},\"returns\":[\"R\"],\"retired\":{\"OLD\":\"H\"}}");
  const int64_t at = 1795219200;
  CHECK(decide_issue(payload, "H", "101", NULL, at) == DECISION_YES);
  CHECK(decide_issue(payload, "H", "101", "R", at) == DECISION_ALREADY_OUT);
  CHECK(decide_issue(payload, "H", "102", NULL, at) == DECISION_NO_RIGHT);
  CHECK(decide_issue(payload, "H", "102", NULL, at + 10 * 3600) == DECISION_YES);
  CHECK(decide_issue(payload, "H", "103", NULL, at) == DECISION_UNKNOWN_KEY);
  CHECK(decide_issue(payload, "X", "101", NULL, at) == DECISION_UNKNOWN_HOLDER);
  CHECK(decide_issue(payload, "R", "101", NULL, at) == DECISION_NO_RIGHT);
  CHECK(decide_issue(payload, "OLD", "101", NULL, at) == DECISION_PAST_SERIAL);
  CHECK(decide_issue(payload, "B", "102", NULL, at) == DECISION_YES);
  CHECK(decide_issue(payload, "B", "102", NULL, at - 1) == DECISION_NO_RIGHT);
  CHECK(decide_issue(payload, "B", "102", NULL, at + 3600) == DECISION_NO_RIGHT);
  CHECK(decide_issue(payload, "B", "101", NULL, at) == DECISION_NO_RIGHT);
  CHECK(decide_issue(payload, "H", "101", NULL, 1795823801) == DECISION_SNAPSHOT_OLD);
  CHECK(decide_issue(payload, "H", "101", NULL, 1795219000 - 301) == DECISION_SNAPSHOT_OLD);
  CHECK(decide_issue(NULL, "H", "101", NULL, at) == DECISION_NO_SNAPSHOT);
  CHECK(decide_return(payload, "H", "101", "H") == DECISION_YES);
  CHECK(decide_return(payload, "OLD", "101", "H") == DECISION_YES);
  CHECK(decide_return(payload, "R", "101", "H") == DECISION_YES);
  CHECK(decide_return(payload, "B", "101", "H") == DECISION_NOT_HIS);
  CHECK(decide_return(payload, "H", "101", NULL) == DECISION_YES);
  CHECK(decide_return(payload, "X", "101", NULL) == DECISION_UNKNOWN_HOLDER);
  char hash[13];
  CHECK(holder_hash(payload, "12345ABC", hash) && strcmp(hash, "6khdeqI03Qu1") == 0);
  cJSON_Delete(payload);
}

static void check_dates(void) {
  char text[25];
  write_rfc3339(1795248000123, text);
  CHECK(strcmp(text, "2026-11-21T08:00:00.123Z") == 0);
  CHECK(read_http_date("Sat, 21 Nov 2026 08:00:00 GMT") == 1795248000);
  CHECK(read_http_date("Thu, 29 Feb 2024 23:59:59 GMT") == 1709251199);
  CHECK(read_http_date("tomorrow") == -1 && read_http_date("Sat, 21 Nok 2026 08:00:00 GMT") == -1);
}

static struct journal_event issued(const char* serial, const char* key) {
  return (struct journal_event){.type = "issued", .at = "2026-11-21T08:00:00.000Z", .serial = serial, .key = key, .slot = -1};
}

static void append_raw(const char* path, const char* bytes) {
  FILE* file = fopen(path, "a");
  fputs(bytes, file);
  fclose(file);
}

static void check_journal(const char* path) {
  struct journal journal;
  char serial[journal_most_text + 1];
  char batch[4096];
  int64_t last = 0;
  CHECK(journal_open(&journal, path) && journal.next_seq == 1);
  struct journal_event event = issued("A", "101");
  CHECK(journal_event(&journal, &event) && journal_count_pending(&journal) == 1);
  event = (struct journal_event){.type = "returned", .at = event.at, .serial = "A", .key = "101", .slot = 3};
  CHECK(journal_event(&journal, &event) && journal_key(&journal, "101", serial) == KEY_IN);
  const struct asked asked = {.id = "0123456789abcdef0123456789abcdef", .path = "/issue_key", .serial = "B", .key = "102"};
  CHECK(journal_ask(&journal, &asked) && journal_key(&journal, "102", serial) == KEY_UNTOLD);
  journal_close(&journal);

  append_raw(path, "{\"event\":{\"seq\":3,\"ty");  // the power went while this was written
  CHECK(journal_open(&journal, path) && journal.next_seq == 3 && journal_count_pending(&journal) == 2);
  struct asked found;
  CHECK(journal_first_unsettled(&journal, &found) && strcmp(found.id, asked.id) == 0 && !found.decided);
  CHECK(journal_batch(&journal, 32, "2026-11-21T08:00:00.000Z", batch, sizeof batch, &last) == 2 && last == 2);
  cJSON* read = cJSON_Parse(batch);
  CHECK(cJSON_GetArraySize(cJSON_GetObjectItem(read, "events")) == 2);
  cJSON_Delete(read);
  CHECK(journal_batch(&journal, 1, "2026-11-21T08:00:00.000Z", batch, sizeof batch, &last) == 1 && last == 1);
  CHECK(journal_batch(&journal, 32, "2026-11-21T08:00:00.000Z", batch, 240, &last) == 1);  // as many as fit

  CHECK(journal_acked(&journal, 1) && journal_count_pending(&journal) == 1);
  CHECK(journal_settle(&journal, asked.id, true) && journal_count_unsettled(&journal) == 0);
  CHECK(journal_key(&journal, "102", serial) == KEY_OUT && strcmp(serial, "B") == 0);
  CHECK(journal_clean_up(&journal) && journal_count_pending(&journal) == 1 && journal.next_seq == 3);
  CHECK(journal_key(&journal, "102", serial) == KEY_UNTOLD && journal_key(&journal, "101", serial) == KEY_IN);
  CHECK(journal_number_from(&journal, 40) && journal_number_from(&journal, 7));
  journal_close(&journal);
  CHECK(journal_open(&journal, path) && journal.next_seq == 40 && journal.acked == 1);
  journal_close(&journal);
}

int main(int count, char** arguments) {
  if (count != 2) return 2;
  check_base64url();
  check_bits();
  check_merge_patch();
  check_windows();
  check_zones();
  check_decisions();
  check_dates();
  check_journal(arguments[1]);
  printf(wrong == 0 ? "all is well\n" : "%d wrong\n", wrong);
  return wrong == 0 ? 0 : 1;
}
