// Commands by their names, and what came of them as one line of JSON.
#ifndef CABINET_COMMANDS_H
#define CABINET_COMMANDS_H

#include <stdbool.h>

#include "cabinet.h"

// Words of a command line as the object that run_command() takes; NULL where they are none.
cJSON* command_of_words(char** words, int count);

// Does it and prints the outcome to stdout. False where it was not done: refused, unreachable, or no such command.
bool run_command(struct cabinet* cabinet, const cJSON* command);

#endif
