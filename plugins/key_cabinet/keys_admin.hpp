// Keys, the rooms that they open, and groups of keys, in the administration.
#pragma once

#include <callboard/admin.hpp>

namespace key_cabinet {

inline constexpr const char* kKeyRecord = "key";

class KeysAdmin {
 public:
  static callboard::AdminResource rooms();
  static callboard::AdminResource keys();
  static callboard::AdminResource groups();
  // What states a key may be in, and what they are called.
  static std::vector<callboard::AdminChoice> states();
};

}  // namespace key_cabinet
