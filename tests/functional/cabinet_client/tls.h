// One TLS 1.2 connection to the server, kept open between requests, and the session with which the next one is resumed.
// Every call ends by its deadline (monotonic milliseconds); only the look-up of the host's name is bounded by the
// resolver alone. Not thread-safe.
#ifndef CABINET_TLS_H
#define CABINET_TLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <mbedtls/ctr_drbg.h>
#include <mbedtls/entropy.h>
#include <mbedtls/ssl.h>

struct tls_settings {
  const char* host;          // what the server's certificate has to be made for
  const char* port;
  const char* ca;            // files, PEM
  const char* certificate;   // this cabinet's own; NULL where it has a token
  const char* key;
  const char* session_file;  // keeps the session while the device is off; NULL: not kept
  bool no_tickets;           // resume by the session's id, which the server has to remember
};

struct tls {
  struct tls_settings settings;
  mbedtls_entropy_context entropy;
  mbedtls_ctr_drbg_context random;
  mbedtls_ssl_config config;
  mbedtls_x509_crt ca;
  mbedtls_x509_crt certificate;
  mbedtls_pk_context key;
  mbedtls_ssl_context ssl;
  mbedtls_ssl_session session;
  bool has_session;
  int socket;  // -1: there is no connection
  int64_t deadline;
  unsigned connections;     // made so far
  bool resumed;             // the last of them
  uint32_t chain_bytes;     // of certificates that its handshake received
  uint32_t received_bytes;   // over the connection so far, TLS's records and all
  uint32_t handshake_bytes;  // of them, until the handshake was over
};

enum tls_result {
  TLS_DONE,
  TLS_UNREACHABLE,  // no connection, or it was lost
  TLS_UNTRUSTED,    // the server is not who it should be, or does not take us for who we are
};

// False where a file cannot be read; `why` says which. tls_free() is due either way.
bool tls_init(struct tls* tls, const struct tls_settings* settings, const char** why);
void tls_free(struct tls* tls);

bool tls_is_open(const struct tls* tls);
enum tls_result tls_open(struct tls* tls, int64_t deadline);
bool tls_write(struct tls* tls, const void* bytes, size_t size, int64_t deadline);
// Bytes read; 0 or less: the connection is lost.
int tls_read(struct tls* tls, void* out, size_t capacity, int64_t deadline);
void tls_close(struct tls* tls);

// Random bytes as hexadecimal digits, with a final zero: 2 * `bytes` + 1 characters.
bool tls_random_hex(struct tls* tls, char* out, size_t bytes);

#endif
