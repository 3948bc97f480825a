// Who may take which keys.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace key_cabinet {

enum class HolderId : std::int64_t {};
enum class KeyId : std::int64_t {};
enum class RoomId : std::int64_t {};

// Characters, as in the schema.
inline constexpr std::size_t kMaxSerial = 50;
inline constexpr std::size_t kMaxKeyLabel = 64;

struct Holder {
  HolderId id{};
  std::string fullname;
  std::string serial;
  std::vector<std::string> access;  // labels of keys, in their order
};

}  // namespace key_cabinet
