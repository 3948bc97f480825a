#include "tls.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <netinet/in.h>
#include <netinet/tcp.h>

#include <mbedtls/error.h>
#include <mbedtls/net_sockets.h>
#include <mbedtls/pk.h>
#include <mbedtls/platform_util.h>

#include "clock.h"
#include "files.h"

enum { most_session_bytes = 4096, most_name = 128 };

// --- The socket ------------------------------------------------------------------------------------------------

static bool wait_for(const struct tls* tls, int socket, short events) {
  const int64_t left = tls->deadline - monotonic_ms();
  struct pollfd entry = {.fd = socket, .events = events};
  return left > 0 && poll(&entry, 1, (int)left) == 1;
}

static int receive(void* context, unsigned char* out, size_t capacity) {
  struct tls* tls = context;
  if (!wait_for(tls, tls->socket, POLLIN)) return MBEDTLS_ERR_SSL_TIMEOUT;
  const ssize_t got = recv(tls->socket, out, capacity, 0);
  if (got < 0) return errno == EINTR || errno == EAGAIN ? MBEDTLS_ERR_SSL_WANT_READ : MBEDTLS_ERR_NET_RECV_FAILED;
  tls->received_bytes += (uint32_t)got;
  return (int)got;
}

static int transmit(void* context, const unsigned char* bytes, size_t size) {
  struct tls* tls = context;
  if (!wait_for(tls, tls->socket, POLLOUT)) return MBEDTLS_ERR_SSL_TIMEOUT;
  const ssize_t sent = send(tls->socket, bytes, size, MSG_NOSIGNAL);
  if (sent < 0) return errno == EINTR || errno == EAGAIN ? MBEDTLS_ERR_SSL_WANT_WRITE : MBEDTLS_ERR_NET_SEND_FAILED;
  return (int)sent;
}

static int connect_to(const struct tls* tls, const struct addrinfo* address) {
  const int made = socket(address->ai_family, address->ai_socktype, address->ai_protocol);
  if (made < 0) return -1;
  const int on = 1;
  setsockopt(made, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  int failed = fcntl(made, F_SETFL, O_NONBLOCK) != 0 || fcntl(made, F_SETFD, FD_CLOEXEC) != 0;
  if (!failed && connect(made, address->ai_addr, address->ai_addrlen) != 0) {
    socklen_t size = sizeof failed;
    failed = errno != EINPROGRESS || !wait_for(tls, made, POLLOUT) ||
             getsockopt(made, SOL_SOCKET, SO_ERROR, &failed, &size) != 0 || failed != 0;
  }
  if (!failed) return made;
  close(made);
  return -1;
}

static int connect_any(const struct tls* tls) {
  const struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM};
  struct addrinfo* found = NULL;
  if (getaddrinfo(tls->settings.host, tls->settings.port, &hints, &found) != 0) return -1;
  int made = -1;
  for (const struct addrinfo* address = found; address != NULL && made < 0; address = address->ai_next) {
    made = connect_to(tls, address);
  }
  freeaddrinfo(found);
  return made;
}

// --- The session -----------------------------------------------------------------------------------------------

// The file: the host's name, a zero, the session. A session of another host is not offered: a resumed handshake shows
// no certificate, so the name would not be checked again.
static void load_session(struct tls* tls) {
  uint8_t bytes[most_session_bytes];
  if (tls->settings.session_file == NULL) return;
  const int32_t size = read_file(tls->settings.session_file, bytes, sizeof bytes);
  const size_t name = strlen(tls->settings.host) + 1;
  if (size > (int32_t)name && memcmp(bytes, tls->settings.host, name) == 0) {
    tls->has_session = mbedtls_ssl_session_load(&tls->session, bytes + name, (size_t)size - name) == 0;
  }
  mbedtls_platform_zeroize(bytes, sizeof bytes);
}

static void forget_session(struct tls* tls) {
  mbedtls_ssl_session_free(&tls->session);
  mbedtls_ssl_session_init(&tls->session);
  tls->has_session = false;
}

static void keep_session(struct tls* tls) {
  forget_session(tls);
  tls->has_session = mbedtls_ssl_get_session(&tls->ssl, &tls->session) == 0;
  uint8_t bytes[most_session_bytes];
  const size_t name = strlen(tls->settings.host) + 1;
  size_t size = 0;
  if (!tls->has_session || tls->settings.session_file == NULL || name > most_name) return;
  memcpy(bytes, tls->settings.host, name);
  if (mbedtls_ssl_session_save(&tls->session, bytes + name, sizeof bytes - name, &size) == 0) {
    replace_file(tls->settings.session_file, bytes, name + size);
  }
  mbedtls_platform_zeroize(bytes, sizeof bytes);
}

// --- Setting up ------------------------------------------------------------------------------------------------

// Certificates are received in a full handshake only, so this tells it from a resumed one.
static int certificate_seen(void* context, mbedtls_x509_crt* certificate, int depth, uint32_t* flags) {
  (void)certificate;
  (void)depth;
  (void)flags;
  ((struct tls*)context)->resumed = false;
  return 0;
}

static bool configure(struct tls* tls) {
  mbedtls_ssl_config* config = &tls->config;
  if (mbedtls_ssl_config_defaults(config, MBEDTLS_SSL_IS_CLIENT, MBEDTLS_SSL_TRANSPORT_STREAM,
                                  MBEDTLS_SSL_PRESET_DEFAULT) != 0) {
    return false;
  }
  mbedtls_ssl_conf_min_version(config, MBEDTLS_SSL_MAJOR_VERSION_3, MBEDTLS_SSL_MINOR_VERSION_3);
  mbedtls_ssl_conf_authmode(config, MBEDTLS_SSL_VERIFY_REQUIRED);
  mbedtls_ssl_conf_ca_chain(config, &tls->ca, NULL);
  mbedtls_ssl_conf_rng(config, mbedtls_ctr_drbg_random, &tls->random);
  mbedtls_ssl_conf_verify(config, certificate_seen, tls);
  mbedtls_ssl_conf_session_tickets(
      config, tls->settings.no_tickets ? MBEDTLS_SSL_SESSION_TICKETS_DISABLED : MBEDTLS_SSL_SESSION_TICKETS_ENABLED);
  // Records of 4 KB: the device needs no more for its receive buffer.
  return mbedtls_ssl_conf_max_frag_len(config, MBEDTLS_SSL_MAX_FRAG_LEN_4096) == 0;
}

static bool read_own_certificate(struct tls* tls) {
  return mbedtls_x509_crt_parse_file(&tls->certificate, tls->settings.certificate) == 0 &&
         mbedtls_pk_parse_keyfile(&tls->key, tls->settings.key, NULL) == 0 &&
         mbedtls_ssl_conf_own_cert(&tls->config, &tls->certificate, &tls->key) == 0;
}

bool tls_init(struct tls* tls, const struct tls_settings* settings, const char** why) {
  *tls = (struct tls){.settings = *settings, .socket = -1};
  mbedtls_entropy_init(&tls->entropy);
  mbedtls_ctr_drbg_init(&tls->random);
  mbedtls_ssl_config_init(&tls->config);
  mbedtls_x509_crt_init(&tls->ca);
  mbedtls_x509_crt_init(&tls->certificate);
  mbedtls_pk_init(&tls->key);
  mbedtls_ssl_init(&tls->ssl);
  mbedtls_ssl_session_init(&tls->session);
  static const char purpose[] = "callboard-cabinet";
  *why = "no random numbers";
  if (mbedtls_ctr_drbg_seed(&tls->random, mbedtls_entropy_func, &tls->entropy, (const uint8_t*)purpose,
                            sizeof purpose) != 0) {
    return false;
  }
  *why = "the CA's certificate cannot be read";
  if (mbedtls_x509_crt_parse_file(&tls->ca, settings->ca) != 0) return false;
  *why = "TLS cannot be set up";
  if (!configure(tls)) return false;
  *why = "the cabinet's certificate or key cannot be read";
  if (settings->certificate != NULL && !read_own_certificate(tls)) return false;
  *why = "TLS cannot be set up";
  if (mbedtls_ssl_setup(&tls->ssl, &tls->config) != 0) return false;
  if (mbedtls_ssl_set_hostname(&tls->ssl, settings->host) != 0) return false;
  mbedtls_ssl_set_bio(&tls->ssl, tls, transmit, receive, NULL);
  load_session(tls);
  return true;
}

void tls_free(struct tls* tls) {
  tls_close(tls);
  mbedtls_ssl_session_free(&tls->session);
  mbedtls_ssl_free(&tls->ssl);
  mbedtls_pk_free(&tls->key);
  mbedtls_x509_crt_free(&tls->certificate);
  mbedtls_x509_crt_free(&tls->ca);
  mbedtls_ssl_config_free(&tls->config);
  mbedtls_ctr_drbg_free(&tls->random);
  mbedtls_entropy_free(&tls->entropy);
}

// --- The connection --------------------------------------------------------------------------------------------

bool tls_is_open(const struct tls* tls) { return tls->socket >= 0; }

static void measure_chain(struct tls* tls) {
  tls->chain_bytes = 0;
  if (tls->resumed) return;
  for (const mbedtls_x509_crt* each = mbedtls_ssl_get_peer_cert(&tls->ssl); each != NULL; each = each->next) {
    tls->chain_bytes += (uint32_t)each->raw.len;
  }
}

static int handshake(struct tls* tls) {
  int result = MBEDTLS_ERR_SSL_WANT_READ;
  while (result == MBEDTLS_ERR_SSL_WANT_READ || result == MBEDTLS_ERR_SSL_WANT_WRITE) {
    result = mbedtls_ssl_handshake(&tls->ssl);
  }
  return result;
}

enum tls_result tls_open(struct tls* tls, int64_t deadline) {
  tls_close(tls);
  tls->deadline = deadline;
  tls->received_bytes = 0;
  tls->resumed = true;  // until a certificate is seen
  if (mbedtls_ssl_session_reset(&tls->ssl) != 0) return TLS_UNREACHABLE;
  if (tls->has_session && mbedtls_ssl_set_session(&tls->ssl, &tls->session) != 0) forget_session(tls);
  tls->socket = connect_any(tls);
  if (tls->socket < 0) return TLS_UNREACHABLE;
  const int result = handshake(tls);
  if (result == 0) {
    ++tls->connections;
    tls->handshake_bytes = tls->received_bytes;
    measure_chain(tls);
    keep_session(tls);
    return TLS_DONE;
  }
  tls_close(tls);
  forget_session(tls);  // whatever was wrong, the next try begins from nothing
  const bool untrusted =
      result == MBEDTLS_ERR_X509_CERT_VERIFY_FAILED || result == MBEDTLS_ERR_SSL_FATAL_ALERT_MESSAGE;
  return untrusted ? TLS_UNTRUSTED : TLS_UNREACHABLE;
}

bool tls_write(struct tls* tls, const void* bytes, size_t size, int64_t deadline) {
  tls->deadline = deadline;
  const uint8_t* next = bytes;
  while (size > 0) {
    const int written = mbedtls_ssl_write(&tls->ssl, next, size);
    if (written == MBEDTLS_ERR_SSL_WANT_READ || written == MBEDTLS_ERR_SSL_WANT_WRITE) continue;
    if (written <= 0) return false;
    next += written;
    size -= (size_t)written;
  }
  return true;
}

int tls_read(struct tls* tls, void* out, size_t capacity, int64_t deadline) {
  tls->deadline = deadline;
  int got = MBEDTLS_ERR_SSL_WANT_READ;
  while (got == MBEDTLS_ERR_SSL_WANT_READ || got == MBEDTLS_ERR_SSL_WANT_WRITE) {
    got = mbedtls_ssl_read(&tls->ssl, out, capacity);
  }
  return got;
}

void tls_close(struct tls* tls) {
  if (tls->socket < 0) return;
  tls->deadline = monotonic_ms() + 200;
  mbedtls_ssl_close_notify(&tls->ssl);
  close(tls->socket);
  tls->socket = -1;
}

bool tls_random_hex(struct tls* tls, char* out, size_t bytes) {
  static const char digits[] = "0123456789abcdef";
  for (size_t i = 0; i < bytes; ++i) {
    uint8_t byte;
    if (mbedtls_ctr_drbg_random(&tls->random, &byte, 1) != 0) return false;
    *out++ = digits[byte >> 4];
    *out++ = digits[byte & 15];
  }
  *out = '\0';
  return true;
}
