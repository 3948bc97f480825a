// JSON Merge Patch (RFC 7396).
#ifndef CABINET_MERGE_PATCH_H
#define CABINET_MERGE_PATCH_H

#include <stdbool.h>

#include <cjson/cJSON.h>

// Changes the object `target` as `patch` says; names are compared to the letter. False where memory did not suffice:
// `target` is half changed then, and of no use.
bool merge_patch(cJSON* target, const cJSON* patch);

#endif
