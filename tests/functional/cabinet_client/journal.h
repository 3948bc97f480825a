// What must not be lost when the power goes: a file of records, one JSON object a line, only ever appended to and written
// out before anything happens that it tells of. A line that a power cut left unfinished never counted.
//
//   {"ask": ID, "path": "/issue_key", "serial": …, "key": …}    before a request leaves; ID is its Idempotency-Key
//   {"settled": ID, "ok": true}                                 its outcome is known, and the door did what it says
//   {"event": {"seq": 17, "at": …, …}, "for": ID}               decided here; "for": instead of that request's answer
//   {"acked": 17}                                               the server has taken over all events up to that number
//   {"next": 18}                                                the first line after a clean-up
//
// Records are read from the file each time and none is kept in memory. Not thread-safe.
#ifndef CABINET_JOURNAL_H
#define CABINET_JOURNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum { journal_most_line = 1024, journal_most_text = 200, journal_id_length = 33 };

struct journal {
  const char* path;
  FILE* file;
  int64_t next_seq;
  int64_t acked;
  bool grown;  // since the last clean-up
};

// A request whose outcome is not known.
struct asked {
  char id[journal_id_length];
  char path[24];
  char serial[journal_most_text + 1];  // one of serial and code is empty
  char code[8];
  char key[journal_most_text + 1];
  bool decided;  // an event tells what happened instead, so there is nothing to undo
};

struct journal_event {
  const char* type;
  const char* at;
  const char* serial;  // NULL: none; so are the others
  const char* key;
  const char* detail;
  int slot;             // -1: none
  const char* instead;  // the id of the request that was not answered; NULL: there was none
};

// Opens or makes the file and cuts off an unfinished line. False where that fails.
bool journal_open(struct journal* journal, const char* path);
void journal_close(struct journal* journal);

// Each returns when the record lasts. False: it does not, and the door has to stay closed.
bool journal_ask(struct journal* journal, const struct asked* asked);
bool journal_settle(struct journal* journal, const char* id, bool ok);
bool journal_event(struct journal* journal, const struct journal_event* event);  // takes the next number
bool journal_acked(struct journal* journal, int64_t seq);

// The oldest request without an outcome. False where there is none.
bool journal_first_unsettled(struct journal* journal, struct asked* asked);
unsigned journal_count_unsettled(struct journal* journal);
unsigned journal_count_pending(struct journal* journal);  // events that the server has not taken over

// Writes {"events":[…],"now":NOW} with at most `most` of the oldest pending events. Returns their number, 0 where there
// are none, and the number of the last one in `last`.
unsigned journal_batch(struct journal* journal, unsigned most, const char* now, char* out, size_t capacity, int64_t* last);

enum whereabouts {
  KEY_UNTOLD,  // the journal tells nothing of it: what the snapshot says holds
  KEY_IN,
  KEY_OUT,  // with `serial`, which is empty where a code was taken instead of a serial
};
// Where a key is by what the journal tells since the last clean-up.
enum whereabouts journal_key(struct journal* journal, const char* key, char serial[journal_most_text + 1]);

// The numbers of coming events are at least this one: a device that lost its journal goes on where it was.
bool journal_number_from(struct journal* journal, int64_t seq);

// Drops what a snapshot that was made after all of it contains: to be called when one was taken, or still holds, after
// everything was delivered. Does nothing where nothing was added.
bool journal_clean_up(struct journal* journal);

#endif
