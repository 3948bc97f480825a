// The reference client as a program: what the functional tests drive, and an example of how a firmware's task uses
// cabinet.h. Everything lasting is in the --state folder: journal, snapshot, TLS session.
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "commands.h"
#include "options.h"

enum { most_snapshot = 256 * 1024, most_path = 480, most_command = 2048 };

struct paths {
  char journal[most_path];
  char snapshot[most_path];
  char session[most_path];
};

static bool make_paths(struct paths* paths, const char* state) {
  if (mkdir(state, 0700) != 0 && errno != EEXIST) return false;
  return snprintf(paths->journal, most_path, "%s/journal", state) < most_path &&
         snprintf(paths->snapshot, most_path, "%s/snapshot.json", state) < most_path &&
         snprintf(paths->session, most_path, "%s/session", state) < most_path;
}

static void pull_the_plug(void* context, enum cabinet_step step) {
  if ((int)step == *(const int*)context) raise(SIGKILL);
}

static bool set_up(struct cabinet* cabinet, struct options* options, const struct paths* paths, const char** why) {
  const struct tls_settings settings = {.host = options->host, .port = options->port, .ca = options->ca,
                                        .certificate = options->certificate, .key = options->key,
                                        .session_file = paths->session, .no_tickets = options->no_tickets};
  cabinet->token = options->token;
  cabinet->firmware = "reference 1.0";
  cabinet->patience_ms = options->patience_ms;
  cabinet->clock.ahead_ms = options->clock_off_ms;
  cabinet->reached = pull_the_plug;
  cabinet->context = &options->die_at;
  cabinet->large_capacity = most_snapshot;
  cabinet->large = malloc(most_snapshot);
  if (!tls_init(&cabinet->tls, &settings, why)) return false;
  *why = "the journal cannot be opened";
  if (!journal_open(&cabinet->journal, paths->journal)) return false;
  *why = "the snapshot's key cannot be read";
  return cabinet->large != NULL && snapshot_init(&cabinet->snapshot, options->snapshot_key, paths->snapshot,
                                                 cabinet->large, cabinet->large_capacity);
}

static void tear_down(struct cabinet* cabinet) {
  snapshot_free(&cabinet->snapshot);
  journal_close(&cabinet->journal);
  tls_free(&cabinet->tls);
  free(cabinet->large);
}

static bool serve(struct cabinet* cabinet) {
  char line[most_command];
  while (fgets(line, sizeof line, stdin) != NULL) {
    cJSON* command = cJSON_Parse(line);
    run_command(cabinet, command);
    cJSON_Delete(command);
  }
  return true;
}

static bool run(struct cabinet* cabinet, const struct options* options) {
  if (strcmp(options->command[0], "serve") == 0) return serve(cabinet);
  cJSON* command = command_of_words(options->command, options->words);
  const bool done = run_command(cabinet, command);
  cJSON_Delete(command);
  return done;
}

int main(int count, char** arguments) {
  struct options options;
  struct paths paths;
  if (!read_options(&options, count, arguments)) return 2;
  if (!make_paths(&paths, options.state)) {
    fprintf(stderr, "cabinet_client: %s cannot be used\n", options.state);
    return 2;
  }
  struct cabinet cabinet = {.token = NULL};
  const char* why = "";
  int status = 2;
  if (set_up(&cabinet, &options, &paths, &why)) {
    status = run(&cabinet, &options) ? 0 : 1;
  } else {
    fprintf(stderr, "cabinet_client: %s\n", why);
  }
  tear_down(&cabinet);
  return status;
}
