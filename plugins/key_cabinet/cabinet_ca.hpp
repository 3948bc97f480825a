// The CA of one site's cabinets: what it signs, and what it takes back. ECDSA P-256, by OpenSSL. Immutable;
// thread-safe.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include <callboard/services.hpp>

#include "loan_repository.hpp"
#include "openssl_handles.hpp"

namespace key_cabinet {

// Whose certificate it is. The id comes first in the subject and is what counts: a cabinet may be renamed.
struct CertificateSubject {
  CabinetId cabinet{};
  std::string name;
  std::string school;
};

// How the subject of that cabinet's certificates begins where nginx tells it (RFC 2253, so the last part first). The
// texts in it cannot look like that: their commas are escaped.
std::string subject_prefix(CabinetId cabinet);

// A certificate that was taken back.
struct Revocation {
  std::string serial;
  callboard::Time at;
};

// The key that a certificate request asks a certificate for. Throws CryptoError where the text is no request, or too
// long, its key is not on P-256, or it was not signed by that key. Nothing else in the request counts.
KeyHandle key_of_request(std::string_view csr_pem);
inline constexpr std::size_t kMostRequest = 16 * 1024;  // bytes

class CabinetCa {
 public:
  static constexpr std::chrono::days kLifetime{7300};
  // Longer than anybody forgets to reload nginx, which refuses all cabinets once its list is over. A revoked
  // certificate does not live on that long: the host asks the database.
  static constexpr std::chrono::days kListLifetime{365};

  static CabinetCa make(const std::string& school, callboard::Time now);
  // Throws CryptoError where they are no CA and its key.
  static CabinetCa from_pem(std::string_view key_pem, std::string_view certificate_pem);

  std::string key_pem() const { return private_pem(key_.get()); }
  std::string certificate_pem() const;

  struct Signed {
    std::string serial;  // as nginx tells it: hexadecimal, upper case
    std::string pem;
    callboard::Time expires;
  };
  // Valid so long, or until the CA ends.
  Signed sign(EVP_PKEY* device_key, const CertificateSubject& subject, callboard::Time now,
              std::chrono::seconds lifetime) const;
  // The certificate revocation list (RFC 5280, 5), as PEM.
  std::string revocation_list(const std::vector<Revocation>& revoked, callboard::Time now) const;

 private:
  CabinetCa(KeyHandle key, CertificateHandle certificate)
      : key_(std::move(key)), certificate_(std::move(certificate)) {}

  KeyHandle key_;
  CertificateHandle certificate_;
};

}  // namespace key_cabinet
