#include "http.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "clock.h"

enum { most_request_head = 1536, most_answer_head = 2048 };

// --- The request -----------------------------------------------------------------------------------------------

struct text {
  char bytes[most_request_head];
  size_t length;
  bool fits;
};

__attribute__((format(printf, 2, 3))) static void append(struct text* text, const char* format, ...) {
  const size_t left = sizeof text->bytes - text->length;
  va_list values;
  va_start(values, format);
  const int length = vsnprintf(text->bytes + text->length, left, format, values);
  va_end(values);
  if (length < 0 || (size_t)length >= left) {
    text->fits = false;
    return;
  }
  text->length += (size_t)length;
}

static bool has(const char* text) { return text != NULL && *text != '\0'; }

static bool send_request(struct tls* tls, const struct http_request* request, int64_t deadline) {
  struct text head = {.length = 0, .fits = true};
  append(&head, "%s %s HTTP/1.1\r\nHost: %s:%s\r\n", request->method, request->path, tls->settings.host,
         tls->settings.port);
  if (has(request->token)) append(&head, "Authorization: Bearer %s\r\n", request->token);
  if (has(request->idempotency_key)) append(&head, "Idempotency-Key: %s\r\n", request->idempotency_key);
  if (has(request->if_none_match)) append(&head, "If-None-Match: %s\r\n", request->if_none_match);
  if (request->body != NULL) append(&head, "Content-Type: application/json\r\nContent-Length: %zu\r\n", request->length);
  append(&head, "\r\n");
  if (!head.fits) return false;
  // A small body goes out in the record of the head: one packet.
  if (request->body != NULL && request->length <= sizeof head.bytes - head.length) {
    memcpy(head.bytes + head.length, request->body, request->length);
    return tls_write(tls, head.bytes, head.length + request->length, deadline);
  }
  return tls_write(tls, head.bytes, head.length, deadline) &&
         (request->body == NULL || tls_write(tls, request->body, request->length, deadline));
}

// --- The answer ------------------------------------------------------------------------------------------------

static void copy_value(char* out, size_t capacity, const char* value) {
  if (strlen(value) < capacity) strcpy(out, value);
}

static bool read_header(char* line, struct http_answer* answer, long* content_length) {
  char* value = strchr(line, ':');
  if (value == NULL) return false;
  *value++ = '\0';
  value += strspn(value, " \t");
  if (strcasecmp(line, "Content-Length") == 0) {
    char* end;
    *content_length = strtol(value, &end, 10);
    return *value >= '0' && *value <= '9' && *end == '\0';
  }
  if (strcasecmp(line, "Transfer-Encoding") == 0) return false;  // never, by the protocol
  if (strcasecmp(line, "Date") == 0) answer->date = read_http_date(value);
  if (strcasecmp(line, "Retry-After") == 0) answer->retry_after = strtol(value, NULL, 10);
  if (strcasecmp(line, "X-Request-Id") == 0) copy_value(answer->request_id, sizeof answer->request_id, value);
  if (strcasecmp(line, "ETag") == 0) copy_value(answer->etag, sizeof answer->etag, value);
  if (strcasecmp(line, "Connection") == 0) answer->last = strcasecmp(value, "close") == 0;
  return true;
}

// `head` ends with its last line's CRLF.
static bool read_head(char* head, struct http_answer* answer, long* content_length) {
  char* rest = head;
  bool first = true;
  for (char* end; (end = strstr(rest, "\r\n")) != NULL; rest = end + 2, first = false) {
    *end = '\0';
    if (first && sscanf(rest, "HTTP/1.%*1d %3d", &answer->status) != 1) return false;
    if (!first && !read_header(rest, answer, content_length)) return false;
  }
  if (answer->status == 304 || answer->status == 204) *content_length = 0;
  return *content_length >= 0;
}

static enum http_result read_body(struct tls* tls, struct http_answer* answer, size_t wanted, const char* begun,
                                  size_t begun_length, int64_t deadline) {
  if (wanted >= answer->capacity) return HTTP_TOO_LARGE;
  if (begun_length > wanted) return HTTP_LOST;  // more than was announced
  memcpy(answer->body, begun, begun_length);
  answer->length = begun_length;
  while (answer->length < wanted) {
    const int got = tls_read(tls, answer->body + answer->length, wanted - answer->length, deadline);
    if (got <= 0) return HTTP_LOST;
    answer->length += (size_t)got;
  }
  answer->body[answer->length] = '\0';
  return HTTP_ANSWERED;
}

static enum http_result read_answer(struct tls* tls, struct http_answer* answer, int64_t deadline) {
  char head[most_answer_head];
  size_t length = 0;
  char* end = NULL;
  while (end == NULL) {
    if (length == sizeof head - 1) return HTTP_TOO_LARGE;
    const int got = tls_read(tls, head + length, sizeof head - 1 - length, deadline);
    if (got <= 0) return HTTP_LOST;
    length += (size_t)got;
    head[length] = '\0';
    end = strstr(head, "\r\n\r\n");
  }
  char* body = end + 4;
  const size_t begun = length - (size_t)(body - head);
  char kept = end[2];
  end[2] = '\0';
  long content_length = -1;
  answer->head_bytes = (uint32_t)(body - head);
  const bool read = read_head(head, answer, &content_length);
  end[2] = kept;
  return read ? read_body(tls, answer, (size_t)content_length, body, begun, deadline) : HTTP_LOST;
}

enum http_result http_exchange(struct tls* tls, const struct http_request* request, struct http_answer* answer,
                               int64_t deadline) {
  char* const body = answer->body;
  const size_t capacity = answer->capacity;
  *answer = (struct http_answer){.body = body, .capacity = capacity, .date = -1, .retry_after = -1};
  if (!tls_is_open(tls)) {
    const enum tls_result opened = tls_open(tls, deadline);
    if (opened != TLS_DONE) return opened == TLS_UNTRUSTED ? HTTP_UNTRUSTED : HTTP_NOT_SENT;
  }
  const enum http_result result =
      send_request(tls, request, deadline) ? read_answer(tls, answer, deadline) : HTTP_LOST;
  if (result != HTTP_ANSWERED || answer->last) tls_close(tls);
  return result;
}
