// A signed text for cabinets: JWS compact serialisation (RFC 7515) by ES256. Pure functions; thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "snapshot_key.hpp"

namespace key_cabinet {

// The payload is compressed ("zip": "DEF", raw DEFLATE as in RFC 7516 and SMART Health Cards) where it would be longer
// than `longest_plain` bytes once it is encoded: a device that has few rights to know needs no inflater.
inline constexpr std::size_t kLongestPlainJws = 60'000;
std::string jws(const SnapshotKey& key, std::string_view type, std::string_view payload,
                std::size_t longest_plain = kLongestPlainJws);

// Raw DEFLATE (RFC 1951).
std::string deflated(std::string_view bytes);

}  // namespace key_cabinet
