#include "credentials.hpp"

#include <system_error>

#include <unistd.h>

namespace key_cabinet {

using namespace callboard;

namespace {

std::string required_file(const CaFolder& folder, const char* name) {
  auto content = read_small_file(folder.file(name));
  if (!content) throw FileError(folder.file(name).string() + ": not there; callboard cabinet init makes it");
  return std::move(*content);
}

}  // namespace

bool CredentialMaker::makes_certificates() const {
  return folder_.configured() && ::access(folder_.file("ca.key").c_str(), R_OK) == 0;
}

void CredentialMaker::check(const WantedCredentials& wanted) {
  if (wanted.certificate && !wanted.request.empty()) static_cast<void>(key_of_request(wanted.request));
}

Credentials CredentialMaker::make(Transaction& tx, const CabinetRepository& rows, const KnownCabinet& cabinet,
                                  const WantedCredentials& wanted, Time now) const {
  Credentials made;
  made.id = cabinet.id;
  if (wanted.token) add_token(tx, rows, made, now);
  if (wanted.certificate) add_certificate(tx, rows, cabinet, wanted, made, now);
  if (const auto key = folder_.snapshot_key()) made.snapshot_key = key->public_pem();
  return made;
}

void CredentialMaker::add_token(Transaction& tx, const CabinetRepository& rows, Credentials& made, Time now) const {
  if (!makes_tokens()) throw CryptoError("tokens cannot be made: [plugins.key_cabinet] token_key_file is not set");
  const auto expires = std::chrono::floor<std::chrono::seconds>(now + settings_.token_lifetime);
  const DeviceToken token{random_token_id(), made.id, expires};
  rows.add_token(tx, token, now);
  made.token = tokens_->sign(token, now);
  made.expires = token.expires;
}

void CredentialMaker::add_certificate(Transaction& tx, const CabinetRepository& rows, const KnownCabinet& cabinet,
                                      const WantedCredentials& wanted, Credentials& made, Time now) const {
  const auto ca = load_ca(folder_);
  const auto key = wanted.request.empty() ? make_key() : key_of_request(wanted.request);
  const CertificateSubject subject{cabinet.id, cabinet.name, site_.info()->name};
  const auto certificate = ca.sign(key.get(), subject, now, settings_.certificate_lifetime);
  rows.add_certificate(tx, {certificate.serial, cabinet.id, certificate.expires}, now);
  made.certificate = certificate.pem;
  made.certificate_expires = certificate.expires;
  if (wanted.request.empty()) made.private_key = private_pem(key.get());
  made.ca = ca.certificate_pem();
}

CabinetCa load_ca(const CaFolder& folder) {
  if (!folder.configured()) {
    throw FileError("there is no CA of the cabinets: [plugins.key_cabinet] ca_folder is not set");
  }
  return CabinetCa::from_pem(required_file(folder, "ca.key"), required_file(folder, "ca.pem"));
}

void make_ca_folder(const CaFolder& folder, const std::string& school, Time now) {
  std::error_code error;
  std::filesystem::create_directories(folder.path(), error);
  if (error) throw FileError(folder.path().string() + ": " + error.message());
  const auto ca = CabinetCa::make(school, now);
  const auto snapshot_key = SnapshotKey::make();
  // The CA's key first: whoever made it alone has made the rest too.
  write_new_file(folder.file("ca.key"), ca.key_pem(), Secrecy::Secret);
  write_new_file(folder.file("ca.pem"), ca.certificate_pem(), Secrecy::Public);
  write_new_file(folder.file("crl.pem"), ca.revocation_list({}, now), Secrecy::Public);
  write_new_file(folder.file("snapshot.key"), snapshot_key.private_pem(), Secrecy::Secret);
  write_new_file(folder.file("snapshot.pem"), snapshot_key.public_pem(), Secrecy::Public);
}

}  // namespace key_cabinet
