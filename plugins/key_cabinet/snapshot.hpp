// A cabinet's snapshot as PROTOCOL.md describes it: what it needs to decide alone, without names or serials. Pure
// functions; thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "snapshot_rows.hpp"

namespace key_cabinet {

// A set of small numbers as text: base64url, bit 0 is the lowest of byte 0, trailing zero bytes are cut.
class BitSet {
 public:
  void add(std::size_t bit);
  void add(const BitSet& other);
  void remove(const BitSet& other);
  bool empty() const { return bytes_.empty(); }
  std::string text() const;

 private:
  void trim();
  std::string bytes_;
};

// How a serial is named in a snapshot: base64url of the first 9 bytes of SHA-256(salt || serial).
std::string holder_hash(std::string_view salt, std::string_view serial);

// What belongs to the cabinet rather than to the tables.
struct SnapshotFrame {
  std::int64_t cabinet = 0;
  std::string zone;  // POSIX TZ
  std::string salt;  // bytes
};

// The payload without version, made and until. `previous` is the payload before, or null: its bits stay as they are.
nlohmann::json snapshot_payload(const SnapshotRows& rows, const SnapshotFrame& frame, const nlohmann::json& previous);

// The RFC 7396 patch that makes `after` of `before`; neither has a null in it.
nlohmann::json merge_patch(const nlohmann::json& before, const nlohmann::json& after);

}  // namespace key_cabinet
