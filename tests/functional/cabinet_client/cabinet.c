#include "cabinet.h"

#include <stdio.h>
#include <string.h>

#include <cjson/cJSON.h>

// --- Sending ---------------------------------------------------------------------------------------------------

// Worth another try with the same Idempotency-Key.
static bool is_passing(int status) {
  return status == 429 || status == 500 || status == 502 || status == 503 || status == 504;
}

static void note_answer(struct cabinet* cabinet, const struct http_answer* answer, struct outcome* outcome) {
  outcome->status = answer->status;
  outcome->answer_bytes = answer->head_bytes + (uint32_t)answer->length;
  memcpy(outcome->request_id, answer->request_id, sizeof outcome->request_id);
  if (answer->date > 0) clock_heard(&cabinet->clock, answer->date * 1000, 2000);
}

// Half of it by chance, so that the cabinets of a school do not come back all at once.
static int64_t with_chance(struct cabinet* cabinet, int64_t wait) {
  uint16_t chance = 0;
  mbedtls_ctr_drbg_random(&cabinet->tls.random, (unsigned char*)&chance, sizeof chance);
  return wait / 2 + wait / 2 * chance / UINT16_MAX;
}

enum sent cabinet_send(struct cabinet* cabinet, const struct http_request* request, struct http_answer* answer,
                       int64_t deadline, struct outcome* outcome) {
  enum sent worst = SENT_NOTHING;
  int64_t wait = 200;
  for (;;) {
    ++outcome->attempts;
    const bool kept = tls_is_open(&cabinet->tls);
    const enum http_result result = http_exchange(&cabinet->tls, request, answer, deadline);
    if (result == HTTP_ANSWERED) {
      note_answer(cabinet, answer, outcome);
      if (!is_passing(answer->status)) return SENT_ANSWERED;
      if (answer->status != 429) worst = SENT_UNKNOWN;
    }
    if (result == HTTP_LOST || result == HTTP_TOO_LARGE) worst = SENT_UNKNOWN;
    if (result == HTTP_UNTRUSTED) outcome->problem = "untrusted";
    if (result == HTTP_TOO_LARGE || result == HTTP_UNTRUSTED) return worst;
    int64_t pause = with_chance(cabinet, wait);
    if (kept && result == HTTP_LOST) pause = 0;  // the server had closed it: usual, and no sign of trouble
    if (result == HTTP_ANSWERED && answer->retry_after > 0) pause = (int64_t)answer->retry_after * 1000;
    if (monotonic_ms() + pause >= deadline) return worst;
    pause_ms(pause);
    wait = wait < 4000 ? wait * 2 : wait;
  }
}

static struct http_answer small_answer(struct cabinet* cabinet) {
  return (struct http_answer){.body = cabinet->small, .capacity = sizeof cabinet->small};
}

static void read_message(const struct http_answer* answer, struct outcome* outcome) {
  cJSON* body = cJSON_ParseWithLength(answer->body, answer->length);
  const char* name = answer->status == 200 ? "message" : "error";
  const char* told = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(body, name));
  if (told != NULL) snprintf(outcome->message, sizeof outcome->message, "%s", told);
  cJSON_Delete(body);
}

// --- Deciding alone --------------------------------------------------------------------------------------------

static const char* out_with(struct cabinet* cabinet, const char* key, bool issue, char hash[13]) {
  char serial[journal_most_text + 1];
  const cJSON* payload = cabinet->snapshot.payload;
  switch (journal_key(&cabinet->journal, key, serial)) {
    case KEY_IN: return NULL;
    case KEY_OUT:
      // Taken with a code, so nobody here knows with whom: not to be issued, and welcome back from anybody known.
      if (*serial == '\0') return issue ? "" : NULL;
      return holder_hash(payload, serial, hash) ? hash : "";
    case KEY_UNTOLD: break;
  }
  const cJSON* out = cJSON_GetObjectItemCaseSensitive(payload, "out");
  return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(out, key));
}

enum decision cabinet_decide(struct cabinet* cabinet, bool issue, const char* serial, const char* key, int64_t at) {
  const cJSON* payload = cabinet->snapshot.payload;
  char hash[13];
  char other[13];
  if (payload == NULL) return DECISION_NO_SNAPSHOT;
  if (!holder_hash(payload, serial, hash)) return DECISION_UNKNOWN_HOLDER;
  const char* with = out_with(cabinet, key, issue, other);
  return issue ? decide_issue(payload, hash, key, with, at) : decide_return(payload, hash, key, with);
}

static void decide_alone(struct cabinet* cabinet, const struct asked* asked, const char* instead,
                         struct outcome* outcome) {
  const bool issue = strcmp(asked->path, "/issue_key") == 0;
  if (*asked->serial == '\0') {
    outcome->problem = "code_needs_server";
    return;
  }
  const int64_t now = clock_now_ms(&cabinet->clock);
  outcome->decision = cabinet_decide(cabinet, issue, asked->serial, asked->key, now / 1000);
  outcome->by = BY_CABINET;
  if (outcome->decision != DECISION_YES) return;
  char at[25];
  write_rfc3339(now, at);
  const struct journal_event event = {.type = issue ? "issued" : "returned", .at = at, .serial = asked->serial,
                                      .key = asked->key, .slot = -1, .instead = instead};
  outcome->ok = journal_event(&cabinet->journal, &event);
  if (!outcome->ok) {
    outcome->by = BY_NOBODY;
    outcome->problem = "storage";
    return;
  }
  cabinet->reached(cabinet->context, STEP_JOURNALLED);
}

// --- Issue and return ------------------------------------------------------------------------------------------

bool write_asked(const struct asked* asked, char* out, size_t capacity) {
  cJSON* body = cJSON_CreateObject();
  cJSON_AddStringToObject(body, *asked->serial != '\0' ? "serial" : "code",
                          *asked->serial != '\0' ? asked->serial : asked->code);
  cJSON_AddStringToObject(body, "key", asked->key);
  const bool fits = cJSON_PrintPreallocated(body, out, (int)capacity, false);
  cJSON_Delete(body);
  return fits;
}

// What an answer means is written down before the door follows it: see PROTOCOL.md, "Never two decisions".
static void settle(struct cabinet* cabinet, const struct asked* asked, const struct http_answer* answer,
                   struct outcome* outcome) {
  cabinet->reached(cabinet->context, STEP_ANSWERED);
  read_message(answer, outcome);
  if (!journal_settle(&cabinet->journal, asked->id, answer->status == 200)) {
    outcome->problem = "storage";
    return;
  }
  outcome->by = BY_SERVER;
  outcome->ok = answer->status == 200;
  cabinet->reached(cabinet->context, STEP_SETTLED);
}

static void ask_server(struct cabinet* cabinet, const struct asked* asked, int64_t deadline, struct outcome* outcome) {
  char body[2 * journal_most_text + 64];
  if (!write_asked(asked, body, sizeof body) || !journal_ask(&cabinet->journal, asked)) {
    outcome->problem = "storage";
    return;
  }
  cabinet->reached(cabinet->context, STEP_ASKED);
  const struct http_request request = {.method = "POST", .path = asked->path, .token = cabinet->token,
                                       .idempotency_key = asked->id, .body = body, .length = strlen(body)};
  struct http_answer answer = small_answer(cabinet);
  switch (cabinet_send(cabinet, &request, &answer, deadline, outcome)) {
    case SENT_ANSWERED: settle(cabinet, asked, &answer, outcome); return;
    case SENT_UNKNOWN: decide_alone(cabinet, asked, asked->id, outcome); return;
    case SENT_NOTHING: break;
  }
  journal_settle(&cabinet->journal, asked->id, false);
  decide_alone(cabinet, asked, NULL, outcome);
}

static bool copy_text(char* out, size_t capacity, const char* from) {
  const int length = snprintf(out, capacity, "%s", from == NULL ? "" : from);
  return length >= 0 && (size_t)length < capacity;
}

static struct outcome ask(struct cabinet* cabinet, const char* path, const char* serial, const char* code,
                          const char* key) {
  const int64_t began = monotonic_ms();
  const int64_t deadline = began + cabinet->patience_ms;
  struct outcome outcome = {.by = BY_NOBODY};
  struct asked asked = {.decided = false};
  if (!copy_text(asked.path, sizeof asked.path, path) || !copy_text(asked.serial, sizeof asked.serial, serial) ||
      !copy_text(asked.code, sizeof asked.code, code) || !copy_text(asked.key, sizeof asked.key, key) ||
      !tls_random_hex(&cabinet->tls, asked.id, sizeof asked.id / 2)) {
    outcome.problem = "too_long";
    return outcome;
  }
  // The server has to know first what happened before this: else it would decide by what is not so any more.
  if (cabinet_deliver(cabinet, deadline, &outcome)) {
    ask_server(cabinet, &asked, deadline, &outcome);
  } else if (outcome.status == 401) {
    outcome.problem = "refused";  // this cabinet is trusted no more: it decides nothing
  } else {
    decide_alone(cabinet, &asked, NULL, &outcome);
  }
  outcome.took_ms = monotonic_ms() - began;
  return outcome;
}

struct outcome cabinet_issue(struct cabinet* cabinet, const char* serial, const char* code, const char* key) {
  return ask(cabinet, "/issue_key", serial, code, key);
}

struct outcome cabinet_return(struct cabinet* cabinet, const char* serial, const char* code, const char* key) {
  return ask(cabinet, "/return_key", serial, code, key);
}

// --- The rest --------------------------------------------------------------------------------------------------

static cJSON* read_object(const struct http_answer* answer) {
  return answer->status == 200 ? cJSON_ParseWithLength(answer->body, answer->length) : NULL;
}

// Sends one request that leaves nothing behind in the journal.
static struct http_answer simple(struct cabinet* cabinet, const char* method, const char* path, const char* body,
                                 struct outcome* outcome) {
  const int64_t began = monotonic_ms();
  struct http_request request = {.method = method, .path = path, .token = cabinet->token, .body = body,
                                 .length = body == NULL ? 0 : strlen(body)};
  char id[journal_id_length];
  if (body != NULL && tls_random_hex(&cabinet->tls, id, sizeof id / 2)) request.idempotency_key = id;
  struct http_answer answer = small_answer(cabinet);
  const enum sent sent = cabinet_send(cabinet, &request, &answer, began + cabinet->patience_ms, outcome);
  outcome->took_ms = monotonic_ms() - began;
  if (sent == SENT_ANSWERED) {
    outcome->by = BY_SERVER;
    outcome->ok = answer.status == 200;
    read_message(&answer, outcome);
  } else {
    answer.status = 0;
    if (outcome->problem == NULL) outcome->problem = sent == SENT_UNKNOWN ? "unknown" : "unreachable";
  }
  return answer;
}

struct outcome cabinet_hand_over(struct cabinet* cabinet, const char* giver, const char* key, const char* receiver) {
  struct outcome outcome = {.by = BY_NOBODY};
  if (!cabinet_deliver(cabinet, monotonic_ms() + cabinet->patience_ms, &outcome)) {
    outcome.problem = "unreachable";
    return outcome;
  }
  cJSON* body = cJSON_CreateObject();
  cJSON_AddStringToObject(body, "serial", giver);
  cJSON_AddStringToObject(body, "key", key);
  cJSON_AddStringToObject(body, "to", receiver);
  if (cJSON_PrintPreallocated(body, cabinet->outgoing, sizeof cabinet->outgoing, false)) {
    simple(cabinet, "POST", "/cabinet/v1/handover", cabinet->outgoing, &outcome);
  }
  cJSON_Delete(body);
  return outcome;
}

struct outcome cabinet_time(struct cabinet* cabinet) {
  struct outcome outcome = {.by = BY_NOBODY};
  const int64_t sent_at = monotonic_ms();
  const struct http_answer answer = simple(cabinet, "GET", "/cabinet/v1/time", NULL, &outcome);
  cJSON* body = read_object(&answer);
  const double unix_ms = cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(body, "unix_ms"));
  // The answer was made about in the middle between question and answer, where there was no handshake in between.
  if (unix_ms > 0) clock_heard(&cabinet->clock, (int64_t)unix_ms + (monotonic_ms() - sent_at) / 2, 0);
  cJSON_Delete(body);
  return outcome;
}

struct outcome cabinet_check_in(struct cabinet* cabinet) {
  struct outcome outcome = {.by = BY_NOBODY};
  cJSON* told = cJSON_CreateObject();
  cJSON_AddStringToObject(told, "firmware", cabinet->firmware);
  cJSON_AddNumberToObject(told, "pending", journal_count_pending(&cabinet->journal));
  cJSON_AddNumberToObject(told, "snapshot", (double)cabinet->snapshot.version);
  const bool fits = cJSON_PrintPreallocated(told, cabinet->outgoing, sizeof cabinet->outgoing, false);
  cJSON_Delete(told);
  if (!fits) return outcome;
  const struct http_answer answer = simple(cabinet, "POST", "/cabinet/v1/check-in", cabinet->outgoing, &outcome);
  cJSON* body = read_object(&answer);
  const cJSON* last = cJSON_GetObjectItemCaseSensitive(body, "last_seq");
  if (cJSON_IsNumber(last)) journal_number_from(&cabinet->journal, (int64_t)last->valuedouble + 1);
  cJSON_Delete(body);
  return outcome;
}

bool cabinet_note(struct cabinet* cabinet, struct journal_event event) {
  char at[25];
  write_rfc3339(clock_now_ms(&cabinet->clock), at);
  event.at = at;
  return journal_event(&cabinet->journal, &event);
}
