// The checksum of a piece that is streamed by. Not for several threads at once.
#pragma once

#include <memory>
#include <span>
#include <string>

#include <openssl/evp.h>

#include "callboard/partial_files.hpp"

namespace callboard::host {

class PieceDigest {
 public:
  explicit PieceDigest(PieceChecksum::Algorithm algorithm);

  void add(std::span<const char> bytes);
  // Raw bytes; a CRC as it is written, the highest byte first. Once, at the end.
  std::string digest();

 private:
  struct Free {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  };
  std::unique_ptr<EVP_MD_CTX, Free> hash_;  // null for a CRC
  unsigned long crc_ = 0;
};

}  // namespace callboard::host
