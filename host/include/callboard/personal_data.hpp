// One's own data: each plugin contributes what it keeps about a person, so that a person can take it
// along (export) and have it removed (erase) without any plugin knowing another.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "callboard/api.hpp"
#include "callboard/database.hpp"
#include "callboard/visitor.hpp"

namespace callboard {

// A plugin's part. Both functions run inside the caller's transaction.
struct PersonalData {
  std::string section;  // the member of the export: "courses"
  // All that is kept about this person, for the person's own eyes; null or empty for nothing.
  std::function<nlohmann::json(Transaction&, UserId)> collect;
  // Removes it. What others need (a confirmed enrolment in statistics) is kept without the person.
  std::function<void(Transaction&, UserId)> erase;
};

// Every plugin's part, whatever the order of registration. Thread-safe.
class CALLBOARD_API PeoplesData {
 public:
  virtual ~PeoplesData();
  // {"accounts": …, "courses": …}, sections that have nothing left out.
  virtual nlohmann::json collect(Transaction& tx, UserId user) const = 0;
  // Runs every part's erase and empties the audit log's personal values, in reverse order of registration.
  virtual void erase(Transaction& tx, UserId user) const = 0;
};

}  // namespace callboard
