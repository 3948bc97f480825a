#include "base64url.h"

#include <string.h>

static int value_of(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '-') return 62;
  if (c == '_') return 63;
  return -1;
}

int32_t base64url_decode(const char* text, size_t length, uint8_t* out, size_t capacity) {
  const size_t bytes = length / 4 * 3 + (length % 4 == 0 ? 0 : length % 4 - 1);
  if (length % 4 == 1 || bytes > capacity || bytes > INT32_MAX) return -1;
  uint32_t bits = 0;
  unsigned held = 0;
  size_t made = 0;
  for (size_t i = 0; i < length; ++i) {
    const int value = value_of(text[i]);
    if (value < 0) return -1;
    bits = bits << 6 | (uint32_t)value;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    out[made++] = (uint8_t)(bits >> held & 0xFF);
  }
  return (bits & ((1U << held) - 1)) == 0 ? (int32_t)made : -1;
}

bool base64url_encode(const uint8_t* bytes, size_t length, char* out, size_t capacity) {
  static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  if (capacity < (length * 8 + 5) / 6 + 1) return false;
  uint32_t bits = 0;
  unsigned held = 0;
  for (size_t i = 0; i < length; ++i) {
    bits = bits << 8 | bytes[i];
    for (held += 8; held >= 6;) {
      held -= 6;
      *out++ = alphabet[bits >> held & 63];
    }
  }
  if (held > 0) *out++ = alphabet[bits << (6 - held) & 63];
  *out = '\0';
  return true;
}

bool bits_contain(const char* text, unsigned bit) {
  const size_t length = strlen(text);
  const size_t first = bit / 24 * 4;  // four characters are three bytes
  if (first >= length) return false;
  uint8_t bytes[3];
  const size_t left = length - first;
  const int32_t made = base64url_decode(text + first, left < 4 ? left : 4, bytes, sizeof bytes);
  const unsigned place = bit % 24;
  return (int32_t)(place / 8) < made && (bytes[place / 8] >> (place % 8) & 1) != 0;
}
