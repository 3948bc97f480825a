// Decisions, reports and claims in the database. Inside the caller's transaction. Thread-safe.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include <callboard/database.hpp>

#include "review.hpp"

namespace reviews {

struct SqlModeration {
  static void add_decision(callboard::Transaction& tx, ReviewId id, const Decision& decision);
  // The oldest first.
  static std::vector<Decision> decisions(callboard::Transaction& tx, ReviewId id);

  // Why that person's reviews were rejected: the last reason of each that is.
  static std::map<ReviewId, std::string> reasons_to(callboard::Transaction& tx, UserId author);

  // False where that person has reported it before.
  static bool add_report(callboard::Transaction& tx, ReviewId id, const Report& report);
  // The oldest first, at most 100.
  static std::vector<Report> reports(callboard::Transaction& tx, ReviewId id);
  static void close_reports(callboard::Transaction& tx, ReviewId id, Time at);

  // From now on `user` has it open until `until`, and nothing else. Where a colleague has it open: who that is.
  static std::optional<UserId> claim(callboard::Transaction& tx, ReviewId id, UserId user, Time now, Time until);
  // Until then, for who has it open still. False where somebody else has.
  static bool renew(callboard::Transaction& tx, ReviewId id, UserId user, Time until);
  static void release(callboard::Transaction& tx, ReviewId id);
  // Who has which of them open.
  static std::map<ReviewId, UserId> claims(callboard::Transaction& tx, const std::vector<ReviewId>& ids, Time now);
};

}  // namespace reviews
