// What the cabinet does to agree with the server again: clears up requests without an outcome, sends what it decided
// alone, and fetches what it needs to decide next time.
#include <stdio.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "cabinet.h"

enum { events_at_once = 32, journal_most_path = 64 };

static struct http_answer small_answer(struct cabinet* cabinet) {
  return (struct http_answer){.body = cabinet->small, .capacity = sizeof cabinet->small};
}

static int post(struct cabinet* cabinet, const char* path, const char* id, const char* body, int64_t deadline,
                struct outcome* outcome) {
  const struct http_request request = {.method = "POST", .path = path, .token = cabinet->token, .idempotency_key = id,
                                       .body = body, .length = strlen(body)};
  struct http_answer answer = small_answer(cabinet);
  return cabinet_send(cabinet, &request, &answer, deadline, outcome) == SENT_ANSWERED ? answer.status : 0;
}

// --- Requests without an outcome -------------------------------------------------------------------------------

// The key went out by the server's books, and the door stayed shut: it is still in its slot, so it is brought back.
static bool undo(struct cabinet* cabinet, const struct asked* asked, const char* body, int64_t deadline,
                 struct outcome* outcome) {
  if (*asked->serial == '\0') {  // a code holds once: whose key it was, the server has to find out
    struct journal_event event = {.type = "fault", .key = asked->key, .slot = -1,
                                  .detail = "issued by a code, but the answer was lost and the door stayed shut"};
    return cabinet_note(cabinet, event);
  }
  char id[journal_id_length + 1];
  snprintf(id, sizeof id, "%su", asked->id);  // the same again, should this be interrupted
  const int status = post(cabinet, "/return_key", id, body, deadline, outcome);
  return status != 0 && status != 401;
}

// An empty body under the request's Idempotency-Key asks without doing: 400 says that the request never came, and
// from now on it cannot; 422, that it was decided. Then its own body brings that decision, and no second effect.
static bool clear_up(struct cabinet* cabinet, const struct asked* asked, int64_t deadline, struct outcome* outcome) {
  int status = post(cabinet, asked->path, asked->id, "{}", deadline, outcome);
  if (status == 400) return journal_settle(&cabinet->journal, asked->id, false);
  char body[2 * journal_most_text + 64];
  if (status != 422 || !write_asked(asked, body, sizeof body)) return false;
  status = post(cabinet, asked->path, asked->id, body, deadline, outcome);
  if (status == 0 || status == 401) return false;
  const bool issued = status == 200 && strcmp(asked->path, "/issue_key") == 0;
  const bool undone = issued && !asked->decided;
  if (undone && !undo(cabinet, asked, body, deadline, outcome)) return false;
  return journal_settle(&cabinet->journal, asked->id, status == 200 && !undone);
}

// --- Events ----------------------------------------------------------------------------------------------------

static bool send_events(struct cabinet* cabinet, int64_t deadline, struct outcome* outcome, unsigned* sent) {
  char now[25];
  int64_t last = 0;
  write_rfc3339(clock_now_ms(&cabinet->clock), now);
  *sent = journal_batch(&cabinet->journal, events_at_once, now, cabinet->outgoing, sizeof cabinet->outgoing, &last);
  if (*sent == 0) return true;
  // No Idempotency-Key: an event is its own.
  if (post(cabinet, "/cabinet/v1/events", NULL, cabinet->outgoing, deadline, outcome) != 200) return false;
  cJSON* body = cJSON_Parse(cabinet->small);
  const double taken = cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(body, "last_seq"));
  cJSON_Delete(body);
  if (!(taken >= (double)last)) return false;
  cabinet->reached(cabinet->context, STEP_DELIVERED);
  return journal_acked(&cabinet->journal, last);
}

bool cabinet_deliver(struct cabinet* cabinet, int64_t deadline, struct outcome* outcome) {
  struct asked asked;
  while (journal_first_unsettled(&cabinet->journal, &asked)) {
    if (!clear_up(cabinet, &asked, deadline, outcome)) return false;
  }
  unsigned sent = 1;
  while (sent > 0) {
    if (!send_events(cabinet, deadline, outcome, &sent)) return false;
  }
  return true;
}

// --- The access list -------------------------------------------------------------------------------------------

static enum sent fetch(struct cabinet* cabinet, bool whole, struct http_answer* answer, struct outcome* outcome) {
  char path[journal_most_path] = "/cabinet/v1/access";
  char etag[24] = "";
  const long long version = (long long)cabinet->snapshot.version;
  if (!whole && version > 0) {
    snprintf(path, sizeof path, "/cabinet/v1/access?since=%lld", version);
    snprintf(etag, sizeof etag, "\"%lld\"", version);
  }
  const struct http_request request = {.method = "GET", .path = path, .token = cabinet->token, .if_none_match = etag};
  *answer = (struct http_answer){.body = cabinet->large, .capacity = cabinet->large_capacity};
  return cabinet_send(cabinet, &request, answer, monotonic_ms() + cabinet->patience_ms, outcome);
}

static void take(struct cabinet* cabinet, struct http_answer* answer, struct outcome* outcome) {
  enum snapshot_result result = snapshot_take(&cabinet->snapshot, answer->body, answer->length, answer->capacity);
  if (result == SNAPSHOT_NO_BASE) {
    if (fetch(cabinet, true, answer, outcome) != SENT_ANSWERED || answer->status != 200) return;
    result = snapshot_take(&cabinet->snapshot, answer->body, answer->length, answer->capacity);
  }
  outcome->ok = result == SNAPSHOT_TAKEN;
  if (!outcome->ok) outcome->problem = snapshot_result_name(result);
}

struct outcome cabinet_refresh(struct cabinet* cabinet) {
  const int64_t began = monotonic_ms();
  struct outcome outcome = {.by = BY_NOBODY};
  struct http_answer answer;
  if (fetch(cabinet, false, &answer, &outcome) == SENT_ANSWERED) {
    outcome.by = BY_SERVER;
    outcome.ok = answer.status == 304;
    if (answer.status == 200) take(cabinet, &answer, &outcome);
  } else if (outcome.problem == NULL) {
    outcome.problem = "unreachable";
  }
  if (outcome.ok && !journal_clean_up(&cabinet->journal)) {
    outcome.ok = false;
    outcome.problem = "storage";
  }
  outcome.took_ms = monotonic_ms() - began;
  return outcome;
}

struct outcome cabinet_sync(struct cabinet* cabinet) {
  struct outcome outcome = cabinet_check_in(cabinet);
  if (!outcome.ok) return outcome;
  outcome.ok = cabinet_deliver(cabinet, monotonic_ms() + cabinet->patience_ms, &outcome);
  return outcome.ok ? cabinet_refresh(cabinet) : outcome;
}
