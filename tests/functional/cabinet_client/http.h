// HTTP/1.1 as far as a cabinet needs it: one request at a time over the kept connection, answers with a
// Content-Length. Not thread-safe.
#ifndef CABINET_HTTP_H
#define CABINET_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tls.h"

struct http_request {
  const char* method;
  const char* path;             // with its query
  const char* token;            // NULL: the certificate says who we are
  const char* idempotency_key;  // NULL: none
  const char* if_none_match;    // NULL or empty: none
  const char* body;             // JSON; NULL: none
  size_t length;
};

struct http_answer {
  char* body;  // the caller's; ends with a zero
  size_t capacity;
  size_t length;
  int status;
  int64_t date;         // unix seconds of the Date header, -1 where it is missing
  long retry_after;     // seconds, -1 where it is missing
  char request_id[40];  // empty where missing
  char etag[24];        // with its quotation marks
  uint32_t head_bytes;
  bool last;  // the server closes the connection behind it
};

enum http_result {
  HTTP_ANSWERED,
  HTTP_NOT_SENT,   // no connection: the server cannot have acted
  HTTP_UNTRUSTED,  // likewise; the server, or we, could not prove who that is
  HTTP_LOST,       // sent, and no whole answer: the server may have acted
  HTTP_TOO_LARGE,  // the answer does not fit; the server has acted
};

// Sends the request over the open connection, or a new one, and reads the answer into `answer`, of which `body` and
// `capacity` are set by the caller. A connection on which anything went wrong is closed.
enum http_result http_exchange(struct tls* tls, const struct http_request* request, struct http_answer* answer,
                               int64_t deadline);

#endif
