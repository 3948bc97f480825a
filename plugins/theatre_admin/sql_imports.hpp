// Files that wait for their uploader to say "import now".
#pragma once

#include <optional>
#include <string>

#include <callboard/database.hpp>
#include <callboard/services.hpp>
#include <callboard/visitor.hpp>

namespace theatre_admin {

struct WaitingImport {
  std::string token_hash;
  std::string resource;
  callboard::UserId user{};
  callboard::Time created_at;
  std::string plan_hash;
  std::string content;
};

class SqlImports {
 public:
  // Takes the place of what the same person has waiting for the same resource.
  static void put(callboard::Transaction& tx, const WaitingImport& waiting);
  static std::optional<WaitingImport> find(callboard::Transaction& tx, const std::string& token_hash);
  static void set_plan(callboard::Transaction& tx, const std::string& token_hash, const std::string& plan_hash);
  // False where somebody else was quicker.
  static bool remove(callboard::Transaction& tx, const std::string& token_hash);
  static long long remove_until(callboard::Transaction& tx, callboard::Time until);
};

}  // namespace theatre_admin
