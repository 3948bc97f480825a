// What the public reviews of each thing add up to. Every function runs inside the caller's transaction. Thread-safe.
#pragma once

#include <map>
#include <vector>

#include <callboard/database.hpp>

#include "api/reviews/subjects.hpp"
#include "review.hpp"

namespace reviews {

struct SqlTotals {
  // One public review of that thing has other stars than before; 0 is none.
  static void change(callboard::Transaction& tx, const SubjectRef& subject, int before, int after);
  // Those that have any, of at most 1,000.
  static std::map<std::int64_t, Rating> of(callboard::Transaction& tx, const std::string& kind,
                                           const std::vector<std::int64_t>& ids);
  static std::string of_statement(const std::string& ids);  // "1,2"
  // The things whose totals are not what their reviews add up to, and how to make them so. Both read every public
  // review: for an administrator's command.
  static std::vector<SubjectRef> wrong(callboard::Transaction& tx);
  static void rebuild(callboard::Transaction& tx);
};

}  // namespace reviews
