// The command line: cabinet_client --url URL --ca FILE --state FOLDER … COMMAND …
#ifndef CABINET_OPTIONS_H
#define CABINET_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "cabinet.h"

struct options {
  char host[128];
  char port[8];
  const char* ca;
  const char* certificate;
  const char* key;
  const char* token;
  const char* snapshot_key;
  const char* state;
  int64_t patience_ms;
  int64_t clock_off_ms;  // a clock that is wrong, for tests
  bool no_tickets;
  int die_at;  // an enum cabinet_step at which the power goes, for tests; -1: it does not
  char** command;
  int words;
};

// False after an explanation on stderr.
bool read_options(struct options* options, int count, char** arguments);

#endif
