// Holders as administrators keep them, in the database. Times are UTC.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <callboard/database.hpp>
#include <callboard/services.hpp>
#include <callboard/visitor.hpp>

#include "holder.hpp"

namespace key_cabinet {

class SqlHolderOffice {
 public:
  // Another holder than `besides` has it.
  static bool has_serial(callboard::Transaction& tx, const std::string& serial, HolderId besides);
  static bool has_account(callboard::Transaction& tx, callboard::UserId user, HolderId besides);
  // The present serial; nothing where there is no such holder or he has left.
  static std::optional<std::string> serial(callboard::Transaction& tx, HolderId holder);
  static void set_serial(callboard::Transaction& tx, HolderId holder, const std::string& serial);
  static void keep_past_serial(callboard::Transaction& tx, HolderId holder, const std::string& serial,
                               callboard::Time until, const std::string& reason);
  // False where there is no such holder.
  static bool set_blocked(callboard::Transaction& tx, HolderId holder, bool blocked);
  // Adds a line to the holder's note, cut to its length.
  static void add_note(callboard::Transaction& tx, const char* table, std::int64_t id, const std::string& line);

  // The labels of the keys that are out with him, at most 20.
  static std::vector<std::string> keys_out(callboard::Transaction& tx, HolderId holder);
  // Some loan names him.
  static bool has_history(callboard::Transaction& tx, HolderId holder);
  static void erase(callboard::Transaction& tx, HolderId holder);
  // The row stays for the history, without a name, a serial and rights.
  static void forget(callboard::Transaction& tx, HolderId holder);
};

}  // namespace key_cabinet
