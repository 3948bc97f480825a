#include "files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { longest_path = 512 };

int32_t read_file(const char* path, void* out, size_t capacity) {
  const int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return -1;
  size_t size = 0;
  ssize_t got = 1;
  while (size < capacity && got > 0) {
    got = read(file, (char*)out + size, capacity - size);
    if (got > 0) size += (size_t)got;
  }
  char beyond;
  const bool whole = got == 0 || (got > 0 && read(file, &beyond, 1) == 0);
  close(file);
  return whole ? (int32_t)size : -1;
}

static bool write_all(int file, const char* bytes, size_t size) {
  while (size > 0) {
    const ssize_t written = write(file, bytes, size);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes += written;
    size -= (size_t)written;
  }
  return true;
}

bool replace_file(const char* path, const void* bytes, size_t size) {
  char unfinished[longest_path];
  const int length = snprintf(unfinished, sizeof unfinished, "%s.new", path);
  if (length < 0 || (size_t)length >= sizeof unfinished) return false;
  const int file = open(unfinished, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return false;
  const bool written = write_all(file, bytes, size) && fsync(file) == 0;
  return close(file) == 0 && written && rename(unfinished, path) == 0 && sync_folder_of(path);
}

bool sync_folder_of(const char* path) {
  char folder[longest_path];
  const char* slash = strrchr(path, '/');
  const size_t length = slash == NULL ? 0 : (size_t)(slash - path);
  if (length >= sizeof folder) return false;
  memcpy(folder, path, length);
  folder[length] = '\0';
  const int opened = open(length == 0 ? "." : folder, O_RDONLY | O_CLOEXEC);
  if (opened < 0) return false;
  const bool lasts = fsync(opened) == 0;
  close(opened);
  return lasts;
}
