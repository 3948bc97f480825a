// A JWS in compact serialisation (RFC 7515), signed with ES256 by the key that the cabinet was given when it was
// enrolled. Nothing in the header chooses how it is checked.
#ifndef CABINET_JWS_H
#define CABINET_JWS_H

#include <stdbool.h>
#include <stddef.h>

#include <mbedtls/pk.h>

struct jws_key {
  mbedtls_pk_context key;
  char id[17];  // the first 16 hex digits of SHA-256 of its SubjectPublicKeyInfo
};

// Reads a public key (PEM, P-256). False where it is none; jws_key_free() is due either way.
bool jws_key_read(struct jws_key* key, const char* file);
void jws_key_free(struct jws_key* key);

// Checks `text`, which is `length` characters in a buffer of `capacity`, and puts the payload, with a final zero, in its
// place; a compressed one ("zip": "DEF") is inflated. False where the signature, the algorithm, the key's id or the type
// is not what it should be, or the payload does not fit: then `text` is of no use.
bool jws_open(struct jws_key* key, char* text, size_t length, size_t capacity, size_t* payload_length);

#endif
