// base64url without padding (RFC 4648, 5), and the bit sets that snapshots carry in it.
#ifndef CABINET_BASE64URL_H
#define CABINET_BASE64URL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Decodes `length` characters into `out`, which may be the same memory. Returns the number of bytes, or -1 where a
// character is not of the alphabet, the length is impossible, spare bits are set, or `capacity` does not suffice.
int32_t base64url_decode(const char* text, size_t length, uint8_t* out, size_t capacity);

// Encodes with a final zero. False where `capacity` does not suffice.
bool base64url_encode(const uint8_t* bytes, size_t length, char* out, size_t capacity);

// Whether bit `bit` (bit 0 is the lowest of byte 0) is set in a base64url text; bits behind its end are not.
bool bits_contain(const char* text, unsigned bit);

#endif
