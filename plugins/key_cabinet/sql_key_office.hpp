// Rooms, keys and loans as administrators keep them, in the database.
#pragma once

#include <optional>
#include <string>

#include <callboard/database.hpp>
#include <callboard/services.hpp>

#include "holder.hpp"
#include "overdue_repository.hpp"

namespace key_cabinet {

// A loan as it is corrected.
struct LoanTimes {
  KeyId key{};
  HolderId holder{};
  callboard::Time taken;
  std::optional<callboard::Time> returned;  // nothing while it is out
};

class SqlKeyOffice {
 public:
  // Another one than the record `besides` has it.
  static bool has_room(callboard::Transaction& tx, const std::string& name, std::int64_t besides);
  static bool has_label(callboard::Transaction& tx, const std::string& label, std::int64_t besides);
  static bool has_slot(callboard::Transaction& tx, std::int64_t cabinet, std::int64_t slot, std::int64_t besides);

  static void set_state(callboard::Transaction& tx, std::int64_t key, const std::string& state);

  static std::optional<LoanTimes> loan(callboard::Transaction& tx, LoanId loan);
  // The key of an open loan is back. False where it is no open loan (any more).
  static bool release(callboard::Transaction& tx, LoanId loan, callboard::Time now, const std::string& reason);
  // A loan by an administrator's word. Throws ConstraintViolation where the key is out. It has to be back when `like`
  // had to be, where there is one.
  static LoanId open(callboard::Transaction& tx, KeyId key, HolderId holder, callboard::Time now,
                     const std::string& reason, std::optional<LoanId> like = {});
  // Another loan of that key was open at some time of this one.
  static bool overlaps(callboard::Transaction& tx, LoanId loan, const LoanTimes& times);
  static void correct(callboard::Transaction& tx, LoanId loan, const LoanTimes& times, const std::string& reason);
};

}  // namespace key_cabinet
