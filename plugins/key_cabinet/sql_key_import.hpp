// What an import asks the database.
#pragma once

#include <optional>
#include <string>

#include <callboard/database.hpp>

#include "holder.hpp"

namespace key_cabinet {

class SqlKeyImport {
 public:
  static bool knows_serial(callboard::Transaction& tx, const std::string& serial);
  static std::optional<KeyId> key(callboard::Transaction& tx, const std::string& label);
  static bool is_out(callboard::Transaction& tx, KeyId key);
};

}  // namespace key_cabinet
