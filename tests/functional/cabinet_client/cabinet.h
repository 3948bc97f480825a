// A key cabinet's side of the protocol (plugins/key_cabinet/PROTOCOL.md): asks the server, and decides alone where it
// does not answer. Each call ends within `patience_ms` (and what one flash write takes). Not thread-safe: one task owns it.
#ifndef CABINET_CABINET_H
#define CABINET_CABINET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "clock.h"
#include "http.h"
#include "journal.h"
#include "rules.h"
#include "snapshot.h"
#include "tls.h"

// Where a request has got to: a watchdog is fed by it, and a test pulls the plug.
enum cabinet_step {
  STEP_ASKED,      // the request is in the journal and has not left
  STEP_ANSWERED,   // its answer is here, and not yet in the journal
  STEP_SETTLED,    // it is in the journal: the door opens now
  STEP_JOURNALLED, // the cabinet has decided, and it is in the journal: the door opens now
  STEP_DELIVERED,  // the server has taken events over, and the journal does not say so yet
};

struct cabinet {
  struct tls tls;
  struct device_clock clock;
  struct journal journal;
  struct snapshot snapshot;
  const char* token;  // NULL: it has a certificate
  const char* firmware;
  int64_t patience_ms;
  void (*reached)(void* context, enum cabinet_step step);
  void* context;
  char* large;  // for snapshots; answers to all else fit into `small`
  size_t large_capacity;
  char small[4096];
  char outgoing[8192];
};

enum decided_by { BY_SERVER, BY_CABINET, BY_NOBODY };

struct outcome {
  enum decided_by by;
  bool ok;     // the door opens, or the thing was done
  int status;  // of the server's answer; 0: there was none
  enum decision decision;  // BY_CABINET
  const char* problem;     // BY_NOBODY: a word for it
  char message[256];       // the server's, for the display
  char request_id[40];
  unsigned attempts;
  uint32_t answer_bytes;  // headers and body
  int64_t took_ms;
};

struct outcome cabinet_issue(struct cabinet* cabinet, const char* serial, const char* code, const char* key);
struct outcome cabinet_return(struct cabinet* cabinet, const char* serial, const char* code, const char* key);
// Online only: two people change a key, no door is involved.
struct outcome cabinet_hand_over(struct cabinet* cabinet, const char* giver, const char* key, const char* receiver);
struct outcome cabinet_time(struct cabinet* cabinet);  // sets the clock
struct outcome cabinet_check_in(struct cabinet* cabinet);
// Notes what the door or a slot did; it is sent with the next sync.
bool cabinet_note(struct cabinet* cabinet, struct journal_event event);
// What the cabinet would decide alone, without doing it. `at` is unix seconds.
enum decision cabinet_decide(struct cabinet* cabinet, bool issue, const char* serial, const char* key, int64_t at);

// sync.c
// Clears up what is not known and sends the events. False where something is left.
bool cabinet_deliver(struct cabinet* cabinet, int64_t deadline, struct outcome* outcome);
// Fetches the access list, or what changed in it, and drops what the journal need not keep then.
struct outcome cabinet_refresh(struct cabinet* cabinet);
// All of it: check in, deliver, refresh.
struct outcome cabinet_sync(struct cabinet* cabinet);

enum sent {
  SENT_ANSWERED,
  SENT_NOTHING,  // the server did nothing
  SENT_UNKNOWN,  // perhaps it did
};
// Sends a request, again and again where that may help, until the deadline.
enum sent cabinet_send(struct cabinet* cabinet, const struct http_request* request, struct http_answer* answer,
                       int64_t deadline, struct outcome* outcome);
// {"serial": …, "key": …} or {"code": …, "key": …}. False where it does not fit.
bool write_asked(const struct asked* asked, char* out, size_t capacity);

#endif
