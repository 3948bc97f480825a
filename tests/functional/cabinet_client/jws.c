#include "jws.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cjson/cJSON.h>
#include <mbedtls/ecdsa.h>
#include <mbedtls/sha256.h>
#include <zlib.h>

#include "base64url.h"

enum { coordinate = 32, most_header = 256, most_public_key = 256 };

bool jws_key_read(struct jws_key* key, const char* file) {
  mbedtls_pk_init(&key->key);
  if (mbedtls_pk_parse_public_keyfile(&key->key, file) != 0) return false;
  if (!mbedtls_pk_can_do(&key->key, MBEDTLS_PK_ECDSA) || mbedtls_pk_get_bitlen(&key->key) != 256) return false;
  uint8_t der[most_public_key];  // filled from its end
  const int length = mbedtls_pk_write_pubkey_der(&key->key, der, sizeof der);
  uint8_t digest[32];
  if (length <= 0 || mbedtls_sha256_ret(der + sizeof der - length, (size_t)length, digest, 0) != 0) return false;
  for (size_t i = 0; i < 8; ++i) snprintf(key->id + 2 * i, 3, "%02x", (unsigned)digest[i]);
  return true;
}

void jws_key_free(struct jws_key* key) { mbedtls_pk_free(&key->key); }

static bool is_member(const cJSON* object, const char* name, const char* value) {
  const char* found = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
  return found != NULL && strcmp(found, value) == 0;
}

static bool header_fits(const struct jws_key* key, const char* text, size_t length, bool* compressed) {
  uint8_t bytes[most_header];
  const int32_t size = base64url_decode(text, length, bytes, sizeof bytes);
  if (size < 0) return false;
  cJSON* header = cJSON_ParseWithLength((const char*)bytes, (size_t)size);
  const bool fits = is_member(header, "alg", "ES256") && is_member(header, "kid", key->id) &&
                    is_member(header, "typ", "callboard-access") &&
                    cJSON_GetObjectItemCaseSensitive(header, "crit") == NULL;
  *compressed = is_member(header, "zip", "DEF");
  const bool known = *compressed || cJSON_GetObjectItemCaseSensitive(header, "zip") == NULL;
  cJSON_Delete(header);
  return fits && known;
}

static bool signature_holds(struct jws_key* key, const char* signed_text, size_t signed_length, const char* signature,
                            size_t signature_length) {
  uint8_t bytes[2 * coordinate];
  uint8_t digest[32];
  if (base64url_decode(signature, signature_length, bytes, sizeof bytes) != (int32_t)sizeof bytes) return false;
  if (mbedtls_sha256_ret((const uint8_t*)signed_text, signed_length, digest, 0) != 0) return false;
  mbedtls_ecp_keypair* pair = mbedtls_pk_ec(key->key);
  mbedtls_mpi r;
  mbedtls_mpi s;
  mbedtls_mpi_init(&r);
  mbedtls_mpi_init(&s);
  const bool holds = mbedtls_mpi_read_binary(&r, bytes, coordinate) == 0 &&
                     mbedtls_mpi_read_binary(&s, bytes + coordinate, coordinate) == 0 &&
                     mbedtls_ecdsa_verify(&pair->grp, digest, sizeof digest, &pair->Q, &r, &s) == 0;
  mbedtls_mpi_free(&r);
  mbedtls_mpi_free(&s);
  return holds;
}

// Raw DEFLATE from the first `size` bytes of the buffer into its beginning: the compressed bytes are moved to its end,
// and what does not fit between is refused. The device has tinfl_decompress() in its ROM for this.
static bool inflate_in_place(char* buffer, size_t capacity, size_t* size) {
  char* packed = buffer + capacity - *size;
  memmove(packed, buffer, *size);
  z_stream stream = {.next_in = (Bytef*)packed, .avail_in = (uInt)*size, .next_out = (Bytef*)buffer,
                     .avail_out = (uInt)(capacity - *size - 1)};
  if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) return false;
  const bool whole = inflate(&stream, Z_FINISH) == Z_STREAM_END;
  *size = stream.total_out;
  inflateEnd(&stream);
  return whole;
}

bool jws_open(struct jws_key* key, char* text, size_t length, size_t capacity, size_t* payload_length) {
  const char* end = text + length;
  bool compressed = false;
  char* payload = memchr(text, '.', length);
  if (payload == NULL) return false;
  ++payload;
  const char* signature = memchr(payload, '.', (size_t)(end - payload));
  if (signature == NULL) return false;
  const size_t signed_length = (size_t)(signature - text);
  ++signature;
  if (!header_fits(key, text, (size_t)(payload - 1 - text), &compressed)) return false;
  if (!signature_holds(key, text, signed_length, signature, (size_t)(end - signature))) return false;
  // Bytes are fewer than the characters before them, so the payload may overwrite the text from its beginning.
  const size_t encoded = (size_t)(signature - 1 - payload);
  const int32_t size = base64url_decode(payload, encoded, (uint8_t*)text, length - 1);
  if (size < 0) return false;
  *payload_length = (size_t)size;
  if (compressed && !inflate_in_place(text, capacity, payload_length)) return false;
  text[*payload_length] = '\0';
  return true;
}
