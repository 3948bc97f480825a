#include "credential_files.hpp"

#include <system_error>

#include <sys/stat.h>

namespace key_cabinet {

CredentialFiles::CredentialFiles(std::filesystem::path folder) : folder_(std::move(folder)) {
  std::error_code error;
  const bool is_new = std::filesystem::create_directories(folder_, error);
  if (error) throw FileError(folder_.string() + ": " + error.message());
  if (is_new) ::chmod(folder_.c_str(), 0700);
  for (const char* name : {"cabinet.pem", "cabinet.key", "ca.pem", "snapshot.pem"}) {
    if (std::filesystem::exists(std::filesystem::symlink_status(folder_ / name, error))) {
      throw FileError((folder_ / name).string() + ": it is there already");
    }
  }
}

void CredentialFiles::write(const Credentials& credentials) const {
  if (!credentials.private_key.empty()) {
    write_new_file(folder_ / "cabinet.key", credentials.private_key, Secrecy::Secret);
  }
  write_new_file(folder_ / "cabinet.pem", credentials.certificate, Secrecy::Public);
  write_new_file(folder_ / "ca.pem", credentials.ca, Secrecy::Public);
  if (!credentials.snapshot_key.empty()) {
    write_new_file(folder_ / "snapshot.pem", credentials.snapshot_key, Secrecy::Public);
  }
}

}  // namespace key_cabinet
