#include "revocation_file.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <ctime>

#include <fcntl.h>
#include <openssl/pem.h>
#include <sys/file.h>
#include <unistd.h>

#include "credentials.hpp"

namespace key_cabinet {

using namespace callboard;

namespace {

constexpr std::chrono::days kRenewAfter{30};
constexpr std::size_t kMostList = 4 * 1024 * 1024;  // bytes

// Of two who write, the later one has read what the earlier one knew. Given back when the file is closed.
class FolderLock {
 public:
  explicit FolderLock(const CaFolder& folder)
      : file_(::open(folder.file("crl.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600)) {
    if (file_ < 0 || ::flock(file_, LOCK_EX) != 0) {
      const std::string why = std::strerror(errno);
      if (file_ >= 0) ::close(file_);
      throw FileError(folder.file("crl.lock").string() + ": " + why);
    }
  }
  ~FolderLock() { ::close(file_); }
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

 private:
  int file_;
};

std::string serial_of(const X509_REVOKED* entry) {
  const BnHandle number(ASN1_INTEGER_to_BN(X509_REVOKED_get0_serialNumber(entry), nullptr));
  char* text = BN_bn2hex(number.get());
  require_done(text != nullptr ? 1 : 0, "a serial");
  std::string serial = text;
  OPENSSL_free(text);
  return serial;
}

}  // namespace

RevocationList read_revocation_list(std::string_view pem) {
  const auto in = bio_over(pem);
  const auto list = require_made(CrlHandle(PEM_read_bio_X509_CRL(in.get(), nullptr, nullptr, nullptr)), "no list");
  std::tm parts{};
  require_done(ASN1_TIME_to_tm(X509_CRL_get0_lastUpdate(list.get()), &parts), "a time");
  RevocationList read{
      {}, std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::from_time_t(::timegm(&parts)))};
  auto* entries = X509_CRL_get_REVOKED(list.get());
  for (int i = 0; i < sk_X509_REVOKED_num(entries); ++i) {
    read.serials.push_back(serial_of(sk_X509_REVOKED_value(entries, i)));
  }
  std::sort(read.serials.begin(), read.serials.end());
  return read;
}

// In a writing transaction: on SQLite a reader might not see yet what was committed just now.
std::vector<Revocation> RevocationFile::revoked() const {
  return database_.transact([&](Transaction& tx) { return rows_.revoked_certificates(tx, clock_.now()); });
}

std::size_t RevocationFile::write() {
  const auto ca = load_ca(folder_);
  const FolderLock lock(folder_);
  const auto all = revoked();
  replace_public_file(folder_.file("crl.pem"), ca.revocation_list(all, clock_.now()));
  return all.size();
}

void RevocationFile::try_to_write() noexcept {
  try {
    if (there_is_a_ca()) write();
  } catch (const std::exception& error) {
    log_.error("key_cabinet.crl_not_written", {{"why", error.what()}});
  }
}

void RevocationFile::renew() {
  if (!there_is_a_ca() || is_right()) return;
  write();
  log_.info("key_cabinet.crl_written");
}

bool RevocationFile::there_is_a_ca() const {
  return folder_.configured() && ::access(folder_.file("ca.pem").c_str(), F_OK) == 0;
}

bool RevocationFile::is_right() const {
  const auto pem = read_small_file(folder_.file("crl.pem"), kMostList);
  if (!pem) return false;
  const auto list = read_revocation_list(*pem);
  if (clock_.now() - list.made >= kRenewAfter) return false;
  std::vector<std::string> serials;
  for (const auto& revocation : revoked()) serials.push_back(revocation.serial);
  return serials == list.serials;
}

}  // namespace key_cabinet
