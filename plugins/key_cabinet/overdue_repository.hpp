// Keys that should be back, in the database.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <callboard/database.hpp>
#include <callboard/services.hpp>
#include <callboard/visitor.hpp>

#include "loan.hpp"

namespace key_cabinet {

struct OverdueLoan {
  LoanId id{};
  std::string holder;                     // the full name
  std::optional<callboard::UserId> user;  // the holder's account
  std::string key;
  std::string room;
  callboard::Time taken;
  callboard::Time due;
};

class OverdueRepository {
 public:
  virtual ~OverdueRepository() = default;

  // At most `most` keys that are out beyond their time and of which nobody has been told.
  virtual std::vector<OverdueLoan> untold(callboard::Transaction& tx, callboard::Time now, int most) const = 0;
  // False where somebody else has told of it, or it came back, or its time was put off meanwhile.
  virtual bool mark_told(callboard::Transaction& tx, LoanId loan, callboard::Time now) const = 0;
  virtual long long count(callboard::Transaction& tx, callboard::Time now) const = 0;
};

}  // namespace key_cabinet
