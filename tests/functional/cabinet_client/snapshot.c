#include "snapshot.h"

#include <string.h>

#include "files.h"
#include "merge_patch.h"

static const cJSON* member(const cJSON* object, const char* name) {
  return cJSON_GetObjectItemCaseSensitive(object, name);
}

static int64_t number(const cJSON* object, const char* name) {
  const cJSON* found = member(object, name);
  return cJSON_IsNumber(found) ? (int64_t)found->valuedouble : -1;
}

static bool is_whole(const cJSON* payload) {
  return number(payload, "version") > 0 && number(payload, "cabinet") > 0 && number(payload, "made") > 0 &&
         number(payload, "until") > 0 && cJSON_IsString(member(payload, "zone")) &&
         cJSON_IsString(member(payload, "salt")) && cJSON_IsObject(member(payload, "keys")) &&
         cJSON_IsObject(member(payload, "holders"));
}

// Every bit is a place in a set, never a negative number.
static bool bits_fit(const cJSON* payload) {
  const cJSON* bit;
  cJSON_ArrayForEach(bit, member(payload, "keys")) {
    if (!cJSON_IsNumber(bit) || bit->valueint < 0) return false;
  }
  return true;
}

static void replace(struct snapshot* snapshot, cJSON* payload) {
  cJSON_Delete(snapshot->payload);
  snapshot->payload = payload;
  snapshot->version = number(payload, "version");
}

bool snapshot_init(struct snapshot* snapshot, const char* key_file, const char* file, char* scratch, size_t capacity) {
  *snapshot = (struct snapshot){.file = file, .has_key = key_file != NULL};
  mbedtls_pk_init(&snapshot->key.key);
  if (key_file != NULL && !jws_key_read(&snapshot->key, key_file)) return false;
  const int32_t size = read_file(file, scratch, capacity);
  cJSON* payload = size <= 0 ? NULL : cJSON_ParseWithLength(scratch, (size_t)size);
  if (payload != NULL && is_whole(payload) && bits_fit(payload)) {
    replace(snapshot, payload);
  } else {
    cJSON_Delete(payload);
  }
  return true;
}

void snapshot_free(struct snapshot* snapshot) {
  cJSON_Delete(snapshot->payload);
  snapshot->payload = NULL;
  jws_key_free(&snapshot->key);
}

static bool copy_member(cJSON* to, const cJSON* from, const char* name) {
  cJSON* copy = cJSON_Duplicate(member(from, name), true);
  return copy != NULL && cJSON_ReplaceItemInObjectCaseSensitive(to, name, copy);
}

// A new payload from the one we have and a delta; NULL where that cannot be.
static cJSON* patched(const struct snapshot* snapshot, const cJSON* delta) {
  cJSON* payload = cJSON_Duplicate(snapshot->payload, true);
  if (payload != NULL && merge_patch(payload, member(delta, "patch")) && copy_member(payload, delta, "version") &&
      copy_member(payload, delta, "made") && copy_member(payload, delta, "until")) {
    return payload;
  }
  cJSON_Delete(payload);
  return NULL;
}

static bool keep(const struct snapshot* snapshot) {
  char* text = cJSON_PrintUnformatted(snapshot->payload);
  const bool kept = text != NULL && replace_file(snapshot->file, text, strlen(text));
  cJSON_free(text);
  return kept;
}

static enum snapshot_result take_payload(struct snapshot* snapshot, cJSON* told) {
  const bool delta = member(told, "patch") != NULL;
  if (delta && (snapshot->payload == NULL || number(told, "since") != snapshot->version)) return SNAPSHOT_NO_BASE;
  if (number(told, "version") < snapshot->version) return SNAPSHOT_OLDER;
  cJSON* payload = delta ? patched(snapshot, told) : cJSON_Duplicate(told, true);
  enum snapshot_result wrong = SNAPSHOT_TAKEN;
  if (payload == NULL || !is_whole(payload) || !bits_fit(payload)) wrong = SNAPSHOT_MALFORMED;
  const bool known = snapshot->payload != NULL;
  if (wrong == SNAPSHOT_TAKEN && known && number(payload, "cabinet") != number(snapshot->payload, "cabinet")) {
    wrong = SNAPSHOT_OTHER_CABINET;
  }
  if (wrong != SNAPSHOT_TAKEN) {
    cJSON_Delete(payload);
    return wrong;
  }
  replace(snapshot, payload);
  return keep(snapshot) ? SNAPSHOT_TAKEN : SNAPSHOT_NOT_KEPT;
}

enum snapshot_result snapshot_take(struct snapshot* snapshot, char* text, size_t length, size_t capacity) {
  size_t size = 0;
  if (!snapshot->has_key || !jws_open(&snapshot->key, text, length, capacity, &size)) return SNAPSHOT_UNSIGNED;
  cJSON* told = cJSON_ParseWithLength(text, size);
  const enum snapshot_result result = cJSON_IsObject(told) ? take_payload(snapshot, told) : SNAPSHOT_MALFORMED;
  cJSON_Delete(told);
  return result;
}

const char* snapshot_result_name(enum snapshot_result result) {
  switch (result) {
    case SNAPSHOT_TAKEN: return "taken";
    case SNAPSHOT_UNSIGNED: return "unsigned";
    case SNAPSHOT_OTHER_CABINET: return "other_cabinet";
    case SNAPSHOT_OLDER: return "older";
    case SNAPSHOT_NO_BASE: return "no_base";
    case SNAPSHOT_MALFORMED: return "malformed";
    case SNAPSHOT_NOT_KEPT: return "not_kept";
  }
  return "?";
}
