// What administrators do with holders, by its rules: no serial twice, an account is one holder at most, nobody leaves
// with a key. Every function runs inside the caller's transaction and throws AdminRefusal. Thread-safe.
#pragma once

#include <callboard/admin.hpp>
#include <callboard/services.hpp>

#include "holder.hpp"

namespace key_cabinet {

class HolderOffice {
 public:
  explicit HolderOffice(const callboard::Clock& clock) : clock_(clock) {}

  // `values` has the fields of the form; only what is to be set.
  static callboard::Faults check(callboard::Transaction& tx, const nlohmann::json& record,
                                 const nlohmann::json& values);
  static HolderId create(callboard::Transaction& tx, const nlohmann::json& values);
  static void change(callboard::Transaction& tx, HolderId holder, const nlohmann::json& values);
  // With history the row stays without a name, so that loans still have somebody.
  static void remove(callboard::Transaction& tx, HolderId holder);

  static void block(callboard::Transaction& tx, HolderId holder, bool blocked, const std::string& reason);
  // The old serial can still bring back, and takes nothing.
  void replace_serial(callboard::Transaction& tx, HolderId holder, const std::string& serial,
                      const std::string& reason) const;

 private:
  const callboard::Clock& clock_;
};

}  // namespace key_cabinet
