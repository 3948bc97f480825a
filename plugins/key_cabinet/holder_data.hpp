// What the cabinet keeps about a person: taken along as JSON, and removed. The row of a holder who took keys stays for
// the history, without a name; while keys are out it keeps the name until they are back. Thread-safe.
#pragma once

#include <callboard/personal_data.hpp>
#include <callboard/search.hpp>

#include "holder.hpp"

namespace key_cabinet {

class HolderData {
 public:
  HolderData(callboard::Database& database, callboard::SearchIndex& search) : database_(database), search_(search) {}

  callboard::PersonalData part() const;
  // Forgets who left with keys that are back by now. A job.
  void forget_leavers() const;

 private:
  void erase(callboard::Transaction& tx, callboard::UserId user) const;
  void forget(callboard::Transaction& tx, HolderId holder) const;

  callboard::Database& database_;
  callboard::SearchIndex& search_;
};

}  // namespace key_cabinet
