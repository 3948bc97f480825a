// The order of those who wait, as administrators change it. Every function runs inside the caller's transaction.
// Thread-safe.
#pragma once

#include "enrolment_changes.hpp"

namespace courses {

class WaitingLine {
 public:
  enum class To { Front, Up, Down };

  WaitingLine(const EnrolmentStore& rows, const EnrolmentChanges& changes) : rows_(rows), changes_(changes) {}

  // False where it does not wait, or stands there already.
  bool move(callboard::Transaction& tx, const callboard::Visitor& by, EnrolmentId id, To to) const;
  // A request that is not decided goes to the end of the line. False where it is none any more.
  bool add(callboard::Transaction& tx, const callboard::Visitor& by, EnrolmentId id) const;

 private:
  const EnrolmentStore& rows_;
  const EnrolmentChanges& changes_;
};

}  // namespace courses
