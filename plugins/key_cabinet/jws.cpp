#include "jws.hpp"

#include <stdexcept>

#include <zlib.h>
#include <nlohmann/json.hpp>

#include <callboard/crypto.hpp>

namespace key_cabinet {

using namespace callboard;

namespace {

constexpr int kRaw = -MAX_WBITS;  // without zlib's own head and checksum

}  // namespace

std::string deflated(std::string_view bytes) {
  z_stream stream{};
  if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, kRaw, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::runtime_error("zlib has no memory");
  }
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  std::string in(bytes);  // zlib's interface is not const
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int result = deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  if (result != Z_STREAM_END) throw std::runtime_error("zlib could not compress a snapshot");
  return out;
}

std::string jws(const SnapshotKey& key, std::string_view type, std::string_view payload, std::size_t longest_plain) {
  nlohmann::json header{{"alg", "ES256"}, {"kid", key.kid()}, {"typ", type}};
  std::string body;
  if (payload.size() / 3 * 4 > longest_plain) {
    header["zip"] = "DEF";
    body = to_base64url(deflated(payload));
  } else {
    body = to_base64url(payload);
  }
  auto text = to_base64url(header.dump()) + '.' + body;
  text += '.' + to_base64url(key.sign_es256(text));
  return text;
}

}  // namespace key_cabinet
