#include "cabinet_ca.hpp"

#include <algorithm>
#include <ctime>

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <callboard/crypto.hpp>

namespace key_cabinet {

using namespace callboard;

namespace {

constexpr int kSerialBytes = 16;
constexpr std::chrono::minutes kClockSkew{5};  // nginx' clock may be behind

std::time_t seconds_of(Time time) {
  return std::chrono::system_clock::to_time_t(std::chrono::floor<std::chrono::seconds>(time));
}

struct TimeFree {
  void operator()(ASN1_TIME* time) const { ASN1_TIME_free(time); }
};
using TimeHandle = std::unique_ptr<ASN1_TIME, TimeFree>;
struct IntegerFree {
  void operator()(ASN1_INTEGER* integer) const { ASN1_INTEGER_free(integer); }
};
using IntegerHandle = std::unique_ptr<ASN1_INTEGER, IntegerFree>;
struct TextFree {
  void operator()(char* text) const { OPENSSL_free(text); }
};

TimeHandle asn1_time(Time time) {
  return require_made(TimeHandle(ASN1_TIME_set(nullptr, seconds_of(time))), "writing a time");
}

Time time_of(const ASN1_TIME* time) {
  std::tm parts{};
  require_done(ASN1_TIME_to_tm(time, &parts), "reading a time");
  return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::from_time_t(::timegm(&parts)));
}

// At most 64 characters, as X.520 has it; the text is valid UTF-8.
std::string shortened(const std::string& text) {
  std::size_t characters = 0, end = 0;
  for (; end < text.size(); ++end) {
    const bool begins = (static_cast<unsigned char>(text[end]) & 0xC0) != 0x80;
    if (begins && ++characters > 64) break;
  }
  return text.substr(0, end);
}

void add_to_name(X509_NAME* name, int part, const std::string& text) {
  if (text.empty()) return;
  const auto value = shortened(text);
  require_done(
      X509_NAME_add_entry_by_NID(name, part, MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(value.data()),
                                 static_cast<int>(value.size()), -1, 0),
      "writing a name");
}

void set_validity(X509* certificate, Time from, Time until) {
  require_done(X509_set1_notBefore(certificate, asn1_time(from).get()), "a validity");
  require_done(X509_set1_notAfter(certificate, asn1_time(until).get()), "a validity");
}

void add_extension(X509* certificate, X509* issuer, int kind, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  const std::unique_ptr<X509_EXTENSION, FreedBy<X509_EXTENSION_free>> extension(
      X509V3_EXT_conf_nid(nullptr, &context, kind, value));
  require_done(extension ? 1 : 0, "an extension");
  require_done(X509_add_ext(certificate, extension.get(), -1), "an extension");
}

IntegerHandle integer_of(const BIGNUM* number) {
  return require_made(IntegerHandle(BN_to_ASN1_INTEGER(number, nullptr)), "a number");
}

// Positive, and of the same length always: so its hexadecimal text is the same whoever writes it.
BnHandle random_serial() {
  auto bytes = random_bytes(kSerialBytes);
  bytes[0] = static_cast<char>((bytes[0] & 0x3F) | 0x40);
  return require_made(BnHandle(BN_bin2bn(reinterpret_cast<const unsigned char*>(bytes.data()), kSerialBytes, nullptr)),
                      "a number");
}

std::string hexadecimal(const BIGNUM* number) {
  const std::unique_ptr<char, TextFree> text(BN_bn2hex(number));
  require_done(text ? 1 : 0, "a number");
  return text.get();
}

BnHandle number_of(const std::string& hexadecimal) {
  BIGNUM* number = nullptr;
  require_done(BN_hex2bn(&number, hexadecimal.c_str()) == static_cast<int>(hexadecimal.size()) ? 1 : 0, "a serial");
  return BnHandle(number);
}

CertificateHandle new_certificate(const BIGNUM* serial) {
  auto certificate = require_made(CertificateHandle(X509_new()), "memory");
  require_done(X509_set_version(certificate.get(), X509_VERSION_3), "a version");
  require_done(X509_set_serialNumber(certificate.get(), integer_of(serial).get()), "a serial");
  return certificate;
}

void sign_with(X509* certificate, EVP_PKEY* key) {
  require_done(X509_sign(certificate, key, EVP_sha256()) > 0 ? 1 : 0, "signing");
}

std::string pem_of(X509* certificate) {
  const auto out = memory_bio();
  require_done(PEM_write_bio_X509(out.get(), certificate), "writing a certificate");
  return content_of(out.get());
}

void add_revoked(X509_CRL* list, const Revocation& revocation) {
  std::unique_ptr<X509_REVOKED, FreedBy<X509_REVOKED_free>> entry(X509_REVOKED_new());
  require_done(entry ? 1 : 0, "memory");
  const auto serial = integer_of(number_of(revocation.serial).get());
  require_done(X509_REVOKED_set_serialNumber(entry.get(), serial.get()), "a serial");
  require_done(X509_REVOKED_set_revocationDate(entry.get(), asn1_time(revocation.at).get()), "a time");
  require_done(X509_CRL_add0_revoked(list, entry.get()), "a revocation");
  static_cast<void>(entry.release());
}

// Each list has a higher number than the one before.
void add_list_number(X509_CRL* list, Time now) {
  const auto number = require_made(IntegerHandle(ASN1_INTEGER_new()), "memory");
  require_done(ASN1_INTEGER_set_int64(number.get(), now.time_since_epoch().count()), "a number");
  require_done(X509_CRL_add1_ext_i2d(list, NID_crl_number, number.get(), 0, 0), "a list's number");
}

}  // namespace

std::string subject_prefix(CabinetId cabinet) {
  return "serialNumber=" + std::to_string(static_cast<std::int64_t>(cabinet)) + ",";
}

KeyHandle key_of_request(std::string_view csr_pem) {
  if (csr_pem.size() > kMostRequest) throw CryptoError("the certificate request is too long");
  const auto in = bio_over(csr_pem);
  const auto request = require_made(CsrHandle(PEM_read_bio_X509_REQ(in.get(), nullptr, nullptr, nullptr)),
                                    "this is no certificate request");
  KeyHandle key(X509_REQ_get_pubkey(request.get()));
  if (!is_p256(key.get())) throw CryptoError("the key of the certificate request is not on the curve P-256");
  require_done(X509_REQ_verify(request.get(), key.get()), "the certificate request is not signed by its own key");
  return key;
}

CabinetCa CabinetCa::make(const std::string& school, Time now) {
  auto key = make_key();
  auto certificate = new_certificate(random_serial().get());
  auto* name = X509_get_subject_name(certificate.get());
  add_to_name(name, NID_organizationName, school);
  add_to_name(name, NID_commonName, "Key cabinets");
  require_done(X509_set_issuer_name(certificate.get(), name), "a name");
  require_done(X509_set_pubkey(certificate.get(), key.get()), "a key");
  set_validity(certificate.get(), now - kClockSkew, now + kLifetime);
  add_extension(certificate.get(), certificate.get(), NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
  add_extension(certificate.get(), certificate.get(), NID_key_usage, "critical,keyCertSign,cRLSign");
  add_extension(certificate.get(), certificate.get(), NID_subject_key_identifier, "hash");
  sign_with(certificate.get(), key.get());
  return {std::move(key), std::move(certificate)};
}

CabinetCa CabinetCa::from_pem(std::string_view key_pem, std::string_view certificate_pem) {
  auto key = private_key(key_pem);
  const auto in = bio_over(certificate_pem);
  auto certificate =
      require_made(CertificateHandle(PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr)), "no certificate of a CA");
  require_done(X509_check_private_key(certificate.get(), key.get()), "ca.key is not the key of ca.pem");
  if (X509_check_ca(certificate.get()) != 1) throw CryptoError("ca.pem is not the certificate of a CA");
  return {std::move(key), std::move(certificate)};
}

std::string CabinetCa::certificate_pem() const { return pem_of(certificate_.get()); }

CabinetCa::Signed CabinetCa::sign(EVP_PKEY* device_key, const CertificateSubject& subject, Time now,
                                  std::chrono::seconds lifetime) const {
  const auto wanted = std::chrono::floor<std::chrono::seconds>(now + lifetime);
  const auto expires = std::min(Time(wanted), time_of(X509_get0_notAfter(certificate_.get())));
  const auto serial = random_serial();
  const auto certificate = new_certificate(serial.get());
  auto* name = X509_get_subject_name(certificate.get());
  add_to_name(name, NID_organizationName, subject.school);
  add_to_name(name, NID_commonName, subject.name);
  add_to_name(name, NID_serialNumber, std::to_string(static_cast<std::int64_t>(subject.cabinet)));
  require_done(X509_set_issuer_name(certificate.get(), X509_get_subject_name(certificate_.get())), "a name");
  require_done(X509_set_pubkey(certificate.get(), device_key), "a key");
  set_validity(certificate.get(), now - kClockSkew, expires);
  add_extension(certificate.get(), certificate_.get(), NID_basic_constraints, "critical,CA:FALSE");
  add_extension(certificate.get(), certificate_.get(), NID_key_usage, "critical,digitalSignature");
  add_extension(certificate.get(), certificate_.get(), NID_ext_key_usage, "clientAuth");
  add_extension(certificate.get(), certificate_.get(), NID_authority_key_identifier, "keyid");
  sign_with(certificate.get(), key_.get());
  return {hexadecimal(serial.get()), pem_of(certificate.get()), expires};
}

std::string CabinetCa::revocation_list(const std::vector<Revocation>& revoked, Time now) const {
  const auto list = require_made(CrlHandle(X509_CRL_new()), "memory");
  require_done(X509_CRL_set_version(list.get(), X509_CRL_VERSION_2), "a version");
  require_done(X509_CRL_set_issuer_name(list.get(), X509_get_subject_name(certificate_.get())), "a name");
  require_done(X509_CRL_set1_lastUpdate(list.get(), asn1_time(now - kClockSkew).get()), "a time");
  require_done(X509_CRL_set1_nextUpdate(list.get(), asn1_time(now + kListLifetime).get()), "a time");
  for (const auto& revocation : revoked) add_revoked(list.get(), revocation);
  require_done(X509_CRL_sort(list.get()), "a list");
  add_list_number(list.get(), now);
  require_done(X509_CRL_sign(list.get(), key_.get(), EVP_sha256()) > 0 ? 1 : 0, "signing");
  const auto out = memory_bio();
  require_done(PEM_write_bio_X509_CRL(out.get(), list.get()), "writing a list");
  return content_of(out.get());
}

}  // namespace key_cabinet
