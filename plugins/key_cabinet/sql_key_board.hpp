// Reads the board in two statements.
#pragma once

#include <callboard/database.hpp>

#include "key_board.hpp"

namespace key_cabinet {

class SqlKeyBoard {
 public:
  static constexpr int kMostKeys = 2000;

  static KeyBoard read(callboard::Transaction& tx);

  // For a test of its plan.
  static const char* keys_statement();
};

}  // namespace key_cabinet
