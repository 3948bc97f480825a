// What the cabinet needs to decide alone: the access list that the server signs, kept in a file, changed by deltas.
// Not thread-safe.
#ifndef CABINET_SNAPSHOT_H
#define CABINET_SNAPSHOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cjson/cJSON.h>

#include "jws.h"

struct snapshot {
  struct jws_key key;
  bool has_key;
  const char* file;
  cJSON* payload;  // NULL: there is none
  int64_t version;
};

enum snapshot_result {
  SNAPSHOT_TAKEN,
  SNAPSHOT_UNSIGNED,       // the signature does not hold
  SNAPSHOT_OTHER_CABINET,  // it is for another one than the snapshot we have
  SNAPSHOT_OLDER,          // than what we have: somebody plays an old one to us
  SNAPSHOT_NO_BASE,        // a delta from a version that we do not have: ask for the whole
  SNAPSHOT_MALFORMED,
  SNAPSHOT_NOT_KEPT,       // it holds, but the file could not be written
};

// Reads the public key (NULL: none, no snapshot is ever taken) and, where it is there and whole, the kept snapshot.
// False where the key cannot be read. `scratch` is used meanwhile.
bool snapshot_init(struct snapshot* snapshot, const char* key_file, const char* file, char* scratch, size_t capacity);
void snapshot_free(struct snapshot* snapshot);

// Takes over an answer of GET /cabinet/v1/access, whole or delta; its buffer of `capacity` is overwritten. What does not
// hold changes nothing.
enum snapshot_result snapshot_take(struct snapshot* snapshot, char* text, size_t length, size_t capacity);
const char* snapshot_result_name(enum snapshot_result result);

#endif
