#include "commands.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct form {
  const char* name;
  const char* words[3];  // what the words behind it are; those from `optional` on may be missing
  int most;
  int least;
};

static const struct form forms[] = {
    {"issue", {"serial", "key"}, 2, 2},
    {"return", {"serial", "key"}, 2, 2},
    {"code", {"code", "key"}, 2, 2},
    {"handover", {"serial", "key", "to"}, 3, 3},
    {"event", {"type", "key", "detail"}, 3, 1},
    {"decide", {"serial", "key", "at"}, 3, 2},
    {"decide-return", {"serial", "key", "at"}, 3, 2},
    {"time", {NULL}, 0, 0},
    {"check-in", {NULL}, 0, 0},
    {"sync", {NULL}, 0, 0},
    {"access", {NULL}, 0, 0},
    {"hang-up", {NULL}, 0, 0},
    {"status", {NULL}, 0, 0},
};

cJSON* command_of_words(char** words, int count) {
  for (size_t i = 0; count > 0 && i < sizeof forms / sizeof *forms; ++i) {
    const struct form* form = &forms[i];
    if (strcmp(words[0], form->name) != 0 || count - 1 < form->least || count - 1 > form->most) continue;
    cJSON* command = cJSON_CreateObject();
    cJSON_AddStringToObject(command, "do", form->name);
    for (int word = 1; word < count; ++word) cJSON_AddStringToObject(command, form->words[word - 1], words[word]);
    return command;
  }
  return NULL;
}

static const char* text(const cJSON* object, const char* name) {
  return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
}

static const char* text_or_empty(const cJSON* object, const char* name) {
  const char* found = text(object, name);
  return found == NULL ? "" : found;
}

// --- What came of it -------------------------------------------------------------------------------------------

static void add_connection(cJSON* line, const struct tls* tls) {
  cJSON_AddNumberToObject(line, "connections", tls->connections);
  cJSON_AddBoolToObject(line, "resumed", tls->connections > 0 && tls->resumed);
  cJSON_AddNumberToObject(line, "chain_bytes", tls->chain_bytes);
  cJSON_AddNumberToObject(line, "handshake_bytes", tls->handshake_bytes);
}

static const char* by_name(enum decided_by by) {
  return by == BY_SERVER ? "server" : by == BY_CABINET ? "cabinet" : "nobody";
}

static cJSON* outcome_line(const struct outcome* outcome) {
  cJSON* line = cJSON_CreateObject();
  cJSON_AddStringToObject(line, "by", by_name(outcome->by));
  cJSON_AddBoolToObject(line, "ok", outcome->ok);
  cJSON_AddNumberToObject(line, "status", outcome->status);
  if (outcome->by == BY_CABINET) cJSON_AddStringToObject(line, "decision", decision_name(outcome->decision));
  if (outcome->problem != NULL) cJSON_AddStringToObject(line, "problem", outcome->problem);
  cJSON_AddStringToObject(line, "message", outcome->message);
  cJSON_AddStringToObject(line, "request_id", outcome->request_id);
  cJSON_AddNumberToObject(line, "attempts", outcome->attempts);
  cJSON_AddNumberToObject(line, "answer_bytes", outcome->answer_bytes);
  cJSON_AddNumberToObject(line, "took_ms", (double)outcome->took_ms);
  return line;
}

static void print_line(struct cabinet* cabinet, cJSON* line) {
  add_connection(line, &cabinet->tls);
  char* printed = cJSON_PrintUnformatted(line);
  if (printed != NULL) puts(printed);
  fflush(stdout);
  cJSON_free(printed);
  cJSON_Delete(line);
}

static void add_state(struct cabinet* cabinet, cJSON* line) {
  const cJSON* payload = cabinet->snapshot.payload;
  cJSON_AddBoolToObject(line, "ok", true);
  cJSON_AddNumberToObject(line, "pending", journal_count_pending(&cabinet->journal));
  cJSON_AddNumberToObject(line, "unsettled", journal_count_unsettled(&cabinet->journal));
  cJSON_AddNumberToObject(line, "next_seq", (double)cabinet->journal.next_seq);
  cJSON_AddNumberToObject(line, "snapshot", (double)cabinet->snapshot.version);
  cJSON_AddNumberToObject(line, "holders",
                          cJSON_GetArraySize(cJSON_GetObjectItemCaseSensitive(payload, "holders")));
  cJSON_AddNumberToObject(line, "now_ms", (double)clock_now_ms(&cabinet->clock));
}

// --- The commands ----------------------------------------------------------------------------------------------

static bool decide(struct cabinet* cabinet, const cJSON* command, bool issue, cJSON* line) {
  const char* at = text(command, "at");
  const int64_t when = at == NULL ? clock_now_ms(&cabinet->clock) / 1000 : strtoll(at, NULL, 10);
  const enum decision decision =
      cabinet_decide(cabinet, issue, text_or_empty(command, "serial"), text_or_empty(command, "key"), when);
  cJSON_AddBoolToObject(line, "ok", decision == DECISION_YES);
  cJSON_AddStringToObject(line, "decision", decision_name(decision));
  return decision == DECISION_YES;
}

static bool note(struct cabinet* cabinet, const cJSON* command) {
  const cJSON* slot = cJSON_GetObjectItemCaseSensitive(command, "slot");
  const struct journal_event event = {.type = text_or_empty(command, "type"),
                                      .key = text(command, "key"),
                                      .detail = text(command, "detail"),
                                      .slot = cJSON_IsNumber(slot) ? slot->valueint : -1};
  return cabinet_note(cabinet, event);
}

// Commands that concern the server or stand for it. False: there is no such command.
static bool ask(struct cabinet* cabinet, const cJSON* command, const char* name, struct outcome* outcome) {
  const char* serial = text(command, "serial");
  const char* code = text(command, "code");
  const char* key = text_or_empty(command, "key");
  if (strcmp(name, "issue") == 0) *outcome = cabinet_issue(cabinet, serial, code, key);
  else if (strcmp(name, "return") == 0) *outcome = cabinet_return(cabinet, serial, code, key);
  else if (strcmp(name, "code") == 0) *outcome = cabinet_issue(cabinet, NULL, code, key);
  else if (strcmp(name, "handover") == 0)
    *outcome = cabinet_hand_over(cabinet, text_or_empty(command, "serial"), key, text_or_empty(command, "to"));
  else if (strcmp(name, "time") == 0) *outcome = cabinet_time(cabinet);
  else if (strcmp(name, "check-in") == 0) *outcome = cabinet_check_in(cabinet);
  else if (strcmp(name, "sync") == 0) *outcome = cabinet_sync(cabinet);
  else if (strcmp(name, "access") == 0) *outcome = cabinet_refresh(cabinet);
  else return false;
  return true;
}

bool run_command(struct cabinet* cabinet, const cJSON* command) {
  const char* name = text_or_empty(command, "do");
  struct outcome outcome;
  if (ask(cabinet, command, name, &outcome)) {
    print_line(cabinet, outcome_line(&outcome));
    return outcome.ok;
  }
  cJSON* line = cJSON_CreateObject();
  bool done = true;
  if (strcmp(name, "decide") == 0) done = decide(cabinet, command, true, line);
  else if (strcmp(name, "decide-return") == 0) done = decide(cabinet, command, false, line);
  else if (strcmp(name, "event") == 0) cJSON_AddBoolToObject(line, "ok", done = note(cabinet, command));
  else if (strcmp(name, "status") == 0) add_state(cabinet, line);
  else if (strcmp(name, "hang-up") == 0) tls_close(&cabinet->tls), cJSON_AddBoolToObject(line, "ok", true);
  else cJSON_AddBoolToObject(line, "ok", done = false), cJSON_AddStringToObject(line, "problem", "no_such_command");
  print_line(cabinet, line);
  return done;
}
