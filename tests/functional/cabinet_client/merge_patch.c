#include "merge_patch.h"

// An object within a patch is merged into an empty one where the target has none, so that its own nulls vanish.
static bool merge_member(cJSON* target, const cJSON* change) {
  cJSON* present = cJSON_GetObjectItemCaseSensitive(target, change->string);
  if (cJSON_IsObject(present) && cJSON_IsObject(change)) return merge_patch(present, change);
  if (present != NULL) cJSON_Delete(cJSON_DetachItemViaPointer(target, present));
  if (cJSON_IsNull(change)) return true;
  cJSON* value = cJSON_IsObject(change) ? cJSON_CreateObject() : cJSON_Duplicate(change, true);
  if (value == NULL || !cJSON_AddItemToObject(target, change->string, value)) {
    cJSON_Delete(value);
    return false;
  }
  return !cJSON_IsObject(change) || merge_patch(value, change);
}

bool merge_patch(cJSON* target, const cJSON* patch) {
  const cJSON* change;
  cJSON_ArrayForEach(change, patch) {
    if (!merge_member(target, change)) return false;
  }
  return true;
}
