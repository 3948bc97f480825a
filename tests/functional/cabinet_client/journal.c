#include "journal.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cjson/cJSON.h>

#include "files.h"

// --- Reading ---------------------------------------------------------------------------------------------------

static const char* text(const cJSON* record, const char* name) {
  return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(record, name));
}

static int64_t number(const cJSON* record, const char* name) {
  const cJSON* found = cJSON_GetObjectItemCaseSensitive(record, name);
  return cJSON_IsNumber(found) ? (int64_t)found->valuedouble : 0;
}

static bool is(const char* a, const char* b) { return a != NULL && b != NULL && strcmp(a, b) == 0; }

// The next record, or NULL at the end. Lines that are no record are passed over: none such was ever written out whole.
static cJSON* next_record(FILE* file) {
  char line[journal_most_line];
  while (fgets(line, sizeof line, file) != NULL) {
    cJSON* record = cJSON_Parse(line);
    if (record != NULL) return record;
  }
  return NULL;
}

static void copy(char* out, size_t capacity, const char* from) {
  snprintf(out, capacity, "%s", from == NULL ? "" : from);
}

// What the rest of the file says of a request; the place in the file stays.
static bool is_settled(struct journal* journal, const char* id, bool* ok, bool* decided) {
  const long place = ftell(journal->file);
  bool settled = false;
  *ok = *decided = false;
  for (cJSON* record; (record = next_record(journal->file)) != NULL; cJSON_Delete(record)) {
    if (is(text(record, "for"), id)) *decided = true;
    if (!is(text(record, "settled"), id)) continue;
    settled = true;
    *ok = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(record, "ok"));
  }
  fseek(journal->file, place, SEEK_SET);
  return settled;
}

static unsigned find_unsettled(struct journal* journal, struct asked* first) {
  unsigned found = 0;
  rewind(journal->file);
  for (cJSON* record; (record = next_record(journal->file)) != NULL; cJSON_Delete(record)) {
    bool ok;
    bool decided;
    const char* id = text(record, "ask");
    if (id == NULL || is_settled(journal, id, &ok, &decided)) continue;
    if (found++ > 0 || first == NULL) continue;
    copy(first->id, sizeof first->id, id);
    copy(first->path, sizeof first->path, text(record, "path"));
    copy(first->serial, sizeof first->serial, text(record, "serial"));
    copy(first->code, sizeof first->code, text(record, "code"));
    copy(first->key, sizeof first->key, text(record, "key"));
    first->decided = decided;
  }
  return found;
}

bool journal_first_unsettled(struct journal* journal, struct asked* asked) { return find_unsettled(journal, asked) > 0; }

unsigned journal_count_unsettled(struct journal* journal) { return find_unsettled(journal, NULL); }

static const cJSON* pending_event(const struct journal* journal, const cJSON* record) {
  const cJSON* event = cJSON_GetObjectItemCaseSensitive(record, "event");
  return event != NULL && number(event, "seq") > journal->acked ? event : NULL;
}

unsigned journal_count_pending(struct journal* journal) {
  unsigned pending = 0;
  rewind(journal->file);
  for (cJSON* record; (record = next_record(journal->file)) != NULL; cJSON_Delete(record)) {
    if (pending_event(journal, record) != NULL) ++pending;
  }
  return pending;
}

static bool append_text(char* out, size_t capacity, size_t* length, const char* more) {
  const size_t size = strlen(more);
  if (*length + size >= capacity) return false;
  memcpy(out + *length, more, size + 1);
  *length += size;
  return true;
}

// Room is left for what follows the last event.
unsigned journal_batch(struct journal* journal, unsigned most, const char* now, char* out, size_t capacity, int64_t* last) {
  enum { ending = 64 };
  unsigned taken = 0;
  size_t length = 0;
  if (capacity < 2 * ending) return 0;
  append_text(out, capacity, &length, "{\"events\":[");
  rewind(journal->file);
  for (cJSON* record; taken < most && (record = next_record(journal->file)) != NULL; cJSON_Delete(record)) {
    const cJSON* event = pending_event(journal, record);
    char line[journal_most_line];
    if (event == NULL || !cJSON_PrintPreallocated((cJSON*)(uintptr_t)event, line, sizeof line, false)) continue;
    const size_t before = length;
    if ((taken > 0 && !append_text(out, capacity - ending, &length, ",")) ||
        !append_text(out, capacity - ending, &length, line)) {
      length = before;
      cJSON_Delete(record);
      break;
    }
    *last = number(event, "seq");
    ++taken;
  }
  out[length] = '\0';
  append_text(out, capacity, &length, "],\"now\":\"");
  append_text(out, capacity, &length, now);
  append_text(out, capacity, &length, "\"}");
  return taken;
}

static enum whereabouts whereabouts_by(const cJSON* what, bool issued, char serial[journal_most_text + 1]) {
  copy(serial, journal_most_text + 1, issued ? text(what, "serial") : NULL);
  return issued ? KEY_OUT : KEY_IN;
}

enum whereabouts journal_key(struct journal* journal, const char* key, char serial[journal_most_text + 1]) {
  enum whereabouts found = KEY_UNTOLD;
  rewind(journal->file);
  for (cJSON* record; (record = next_record(journal->file)) != NULL; cJSON_Delete(record)) {
    const cJSON* event = cJSON_GetObjectItemCaseSensitive(record, "event");
    const char* id = text(record, "ask");
    bool ok = false;
    bool decided;
    if (event != NULL && is(text(event, "key"), key)) {
      const bool issued = is(text(event, "type"), "issued");
      if (issued || is(text(event, "type"), "returned")) found = whereabouts_by(event, issued, serial);
    }
    if (id != NULL && is(text(record, "key"), key) && is_settled(journal, id, &ok, &decided) && ok) {
      found = whereabouts_by(record, is(text(record, "path"), "/issue_key"), serial);
    }
  }
  return found;
}

// --- Writing ---------------------------------------------------------------------------------------------------

static bool write_out(FILE* file, const char* line) {
  return fputs(line, file) >= 0 && fputc('\n', file) != EOF && fflush(file) == 0 && fsync(fileno(file)) == 0;
}

// Takes the record over.
static bool append(struct journal* journal, cJSON* record) {
  char line[journal_most_line];
  const bool fits = record != NULL && cJSON_PrintPreallocated(record, line, sizeof line - 1, false);
  cJSON_Delete(record);
  journal->grown = true;
  return fits && fseek(journal->file, 0, SEEK_END) == 0 && write_out(journal->file, line);
}

static void add_text(cJSON* record, const char* name, const char* value) {
  if (value != NULL && *value != '\0') cJSON_AddStringToObject(record, name, value);
}

bool journal_ask(struct journal* journal, const struct asked* asked) {
  cJSON* record = cJSON_CreateObject();
  add_text(record, "ask", asked->id);
  add_text(record, "path", asked->path);
  add_text(record, "serial", asked->serial);
  add_text(record, "code", asked->code);
  add_text(record, "key", asked->key);
  return append(journal, record);
}

bool journal_settle(struct journal* journal, const char* id, bool ok) {
  cJSON* record = cJSON_CreateObject();
  add_text(record, "settled", id);
  cJSON_AddBoolToObject(record, "ok", ok);
  return append(journal, record);
}

bool journal_event(struct journal* journal, const struct journal_event* event) {
  cJSON* record = cJSON_CreateObject();
  cJSON* told = cJSON_AddObjectToObject(record, "event");
  cJSON_AddNumberToObject(told, "seq", (double)journal->next_seq);
  add_text(told, "at", event->at);
  add_text(told, "type", event->type);
  add_text(told, "serial", event->serial);
  add_text(told, "key", event->key);
  if (event->slot >= 0) cJSON_AddNumberToObject(told, "slot", event->slot);
  add_text(told, "detail", event->detail);
  add_text(record, "for", event->instead);
  if (!append(journal, record)) return false;
  ++journal->next_seq;
  return true;
}

static bool append_number(struct journal* journal, const char* name, int64_t value) {
  cJSON* record = cJSON_CreateObject();
  cJSON_AddNumberToObject(record, name, (double)value);
  return append(journal, record);
}

bool journal_acked(struct journal* journal, int64_t seq) {
  if (!append_number(journal, "acked", seq)) return false;
  if (seq > journal->acked) journal->acked = seq;
  return true;
}

bool journal_number_from(struct journal* journal, int64_t seq) {
  if (seq <= journal->next_seq) return true;
  if (!append_number(journal, "next", seq)) return false;
  journal->next_seq = seq;
  return true;
}

// --- Its life --------------------------------------------------------------------------------------------------

// Behind the last line that ends, whatever stands there is cut off.
static bool cut_unfinished_line(FILE* file) {
  long whole = 0;
  rewind(file);
  for (int c; (c = fgetc(file)) != EOF;) {
    if (c == '\n') whole = ftell(file);
  }
  clearerr(file);
  return fflush(file) == 0 && ftruncate(fileno(file), whole) == 0;
}

static void read_numbers(struct journal* journal) {
  journal->next_seq = 1;
  journal->acked = 0;
  rewind(journal->file);
  for (cJSON* record; (record = next_record(journal->file)) != NULL; cJSON_Delete(record)) {
    const int64_t seq = number(cJSON_GetObjectItemCaseSensitive(record, "event"), "seq");
    const int64_t acked = number(record, "acked");
    const int64_t next = number(record, "next");
    if (seq >= journal->next_seq) journal->next_seq = seq + 1;
    if (next > journal->next_seq) journal->next_seq = next;
    if (acked > journal->acked) journal->acked = acked;
    if (next == 0 && acked == 0) journal->grown = true;
  }
}

bool journal_open(struct journal* journal, const char* path) {
  *journal = (struct journal){.path = path};
  journal->file = fopen(path, "a+e");
  if (journal->file == NULL || !cut_unfinished_line(journal->file) || !sync_folder_of(path)) return false;
  read_numbers(journal);
  return true;
}

void journal_close(struct journal* journal) {
  if (journal->file != NULL) fclose(journal->file);
  journal->file = NULL;
}

// Requests without an outcome and events that the server does not have.
static bool is_needed(struct journal* journal, const cJSON* record) {
  bool ok;
  bool decided;
  const char* id = text(record, "ask");
  if (id != NULL) return !is_settled(journal, id, &ok, &decided);
  return pending_event(journal, record) != NULL;
}

static bool write_needed(struct journal* journal, FILE* to) {
  char line[journal_most_line];
  snprintf(line, sizeof line, "{\"next\":%lld}\n{\"acked\":%lld}", (long long)journal->next_seq, (long long)journal->acked);
  bool written = write_out(to, line);
  rewind(journal->file);
  for (cJSON* record; (record = next_record(journal->file)) != NULL; cJSON_Delete(record)) {
    if (!is_needed(journal, record)) continue;
    written = written && cJSON_PrintPreallocated(record, line, sizeof line - 1, false) && write_out(to, line);
  }
  return written;
}

bool journal_clean_up(struct journal* journal) {
  if (!journal->grown) return true;
  char unfinished[512];
  const int length = snprintf(unfinished, sizeof unfinished, "%s.new", journal->path);
  if (length < 0 || (size_t)length >= sizeof unfinished) return false;
  FILE* to = fopen(unfinished, "we");
  if (to == NULL) return false;
  const bool written = write_needed(journal, to);
  if (fclose(to) != 0 || !written || rename(unfinished, journal->path) != 0) return false;
  journal_close(journal);
  return journal_open(journal, journal->path);
}
