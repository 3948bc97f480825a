// Small files that are whole or absent, whatever happens meanwhile.
#ifndef CABINET_FILES_H
#define CABINET_FILES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Reads a file of at most `capacity` bytes. Returns its size, or -1.
int32_t read_file(const char* path, void* out, size_t capacity);

// Puts `size` bytes in the place of the file: whoever reads it, after a power cut too, sees the old content or the new.
bool replace_file(const char* path, const void* bytes, size_t size);

// Makes a renamed or new file last: the directory of `path` is written out.
bool sync_folder_of(const char* path);

#endif
