#include "media/piece_digest.hpp"

#include <stdexcept>

#include <zlib.h>

namespace callboard::host {

PieceDigest::PieceDigest(PieceChecksum::Algorithm algorithm) {
  if (algorithm == PieceChecksum::Algorithm::Crc32) return;
  hash_.reset(EVP_MD_CTX_new());
  const auto* const kind = algorithm == PieceChecksum::Algorithm::Sha1 ? EVP_sha1() : EVP_sha256();
  if (!hash_ || EVP_DigestInit_ex(hash_.get(), kind, nullptr) != 1) throw std::runtime_error("media: no digest");
}

void PieceDigest::add(std::span<const char> bytes) {
  if (hash_) {
    EVP_DigestUpdate(hash_.get(), bytes.data(), bytes.size());
  } else {
    crc_ = ::crc32_z(crc_, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  }
}

std::string PieceDigest::digest() {
  std::string bytes(EVP_MAX_MD_SIZE, '\0');
  if (hash_) {
    unsigned int size = 0;
    EVP_DigestFinal_ex(hash_.get(), reinterpret_cast<unsigned char*>(bytes.data()), &size);
    bytes.resize(size);
    return bytes;
  }
  bytes.clear();
  for (const unsigned shift : {24U, 16U, 8U, 0U}) bytes += static_cast<char>((crc_ >> shift) & 0xFFU);
  return bytes;
}

}  // namespace callboard::host
