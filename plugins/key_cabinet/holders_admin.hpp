// The holders of keys, their groups and their past serials, in the administration.
#pragma once

#include <callboard/admin.hpp>

#include "holder_office.hpp"

namespace key_cabinet {

// The kind of record of the audit log and the search index.
inline constexpr const char* kHolderRecord = "key_holder";

// Lives as long as the resources that it declares.
class HoldersAdmin {
 public:
  explicit HoldersAdmin(const callboard::Clock& clock) : office_(clock) {}

  callboard::AdminResource holders() const;
  static callboard::AdminResource past_serials();
  static callboard::AdminResource groups();

 private:
  std::vector<callboard::AdminAction> actions() const;

  HolderOffice office_;
};

}  // namespace key_cabinet
