// A device's certificate and what belongs to it, as files of one folder: cabinet.pem, cabinet.key, ca.pem,
// snapshot.pem.
#pragma once

#include <filesystem>

#include "credentials.hpp"

namespace key_cabinet {

class CredentialFiles {
 public:
  // Makes the folder where it is missing. Throws FileError where one of the files is there: nothing is overwritten.
  explicit CredentialFiles(std::filesystem::path folder);
  // Throws FileError.
  void write(const Credentials& credentials) const;

 private:
  std::filesystem::path folder_;
};

}  // namespace key_cabinet
