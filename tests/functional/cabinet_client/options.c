#include "options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
    "cabinet_client --url https://HOST:PORT --ca FILE --state FOLDER [--cert FILE --key FILE] [--token TOKEN]\n"
    "    [--snapshot-key FILE] [--seconds N] [--no-tickets] [--clock-off SECONDS] [--die-at STEP] COMMAND\n"
    "commands: issue SERIAL KEY, return SERIAL KEY, code CODE KEY, handover GIVER KEY RECEIVER, time, check-in, sync,\n"
    "    access, event TYPE [KEY], decide SERIAL KEY [UNIX], decide-return SERIAL KEY [UNIX], status,\n"
    "    serve (one JSON command a line from stdin, such as {\"do\": \"issue\", \"serial\": …, \"key\": …})\n";

static bool read_url(struct options* options, const char* url) {
  static const char scheme[] = "https://";
  if (strncmp(url, scheme, sizeof scheme - 1) != 0) return false;
  const char* host = url + sizeof scheme - 1;
  const char* colon = strrchr(host, ':');
  const size_t length = colon == NULL ? strlen(host) : (size_t)(colon - host);
  if (length == 0 || length >= sizeof options->host) return false;
  memcpy(options->host, host, length);
  options->host[length] = '\0';
  return snprintf(options->port, sizeof options->port, "%s", colon == NULL ? "443" : colon + 1) <
         (int)sizeof options->port;
}

static int read_step(const char* name) {
  static const char* const names[] = {"asked", "answered", "settled", "journalled", "delivered"};
  for (int step = 0; step < (int)(sizeof names / sizeof *names); ++step) {
    if (strcmp(name, names[step]) == 0) return step;
  }
  return -1;
}

static bool read_option(struct options* options, const char* name, const char* value) {
  if (strcmp(name, "--url") == 0) return read_url(options, value);
  if (strcmp(name, "--ca") == 0) return (options->ca = value) != NULL;
  if (strcmp(name, "--cert") == 0) return (options->certificate = value) != NULL;
  if (strcmp(name, "--key") == 0) return (options->key = value) != NULL;
  if (strcmp(name, "--token") == 0) return (options->token = value) != NULL;
  if (strcmp(name, "--snapshot-key") == 0) return (options->snapshot_key = value) != NULL;
  if (strcmp(name, "--state") == 0) return (options->state = value) != NULL;
  if (strcmp(name, "--seconds") == 0) return (options->patience_ms = (int64_t)(strtod(value, NULL) * 1000)) > 0;
  if (strcmp(name, "--die-at") == 0) return (options->die_at = read_step(value)) >= 0;
  if (strcmp(name, "--clock-off") == 0) {
    options->clock_off_ms = (int64_t)(strtod(value, NULL) * 1000);
    return true;
  }
  return false;
}

bool read_options(struct options* options, int count, char** arguments) {
  *options = (struct options){.patience_ms = 8000, .die_at = -1};
  int next = 1;
  while (next < count && strncmp(arguments[next], "--", 2) == 0) {
    if (strcmp(arguments[next], "--no-tickets") == 0) {
      options->no_tickets = true;
      ++next;
      continue;
    }
    if (next + 1 >= count || !read_option(options, arguments[next], arguments[next + 1])) {
      fprintf(stderr, "cabinet_client: not understood: %s\n%s", arguments[next], usage);
      return false;
    }
    next += 2;
  }
  options->command = arguments + next;
  options->words = count - next;
  const bool complete = options->host[0] != '\0' && options->ca != NULL && options->state != NULL &&
                        (options->certificate == NULL) == (options->key == NULL) && options->words > 0;
  if (!complete) fputs(usage, stderr);
  return complete;
}
