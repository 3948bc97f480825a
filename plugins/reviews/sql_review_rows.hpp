// A review's row with its newest and its public revision, as several statements read it. For one thread.
#pragma once

#include <string>
#include <vector>

#include <callboard/sql.hpp>

#include "review.hpp"

namespace reviews {

// "SELECT … FROM …": what follows begins with WHERE. The review is `r`, its newest revision `l`, its public one `p`.
extern const char* const kSelectReviews;

struct BoundNumber {
  const char* name;
  long long value;
};
struct BoundText {
  const char* name;
  std::string value;
};

// `text` is kSelectReviews and a condition of ours.
std::vector<Review> select_reviews(callboard::Transaction& tx, const std::string& text,
                                   const std::vector<BoundNumber>& numbers, const std::vector<BoundText>& texts = {});

// Numbers of ours, written out: no driver binds a list. "(1,2,3)"; "(NULL)" for none.
template <typename Ids>
std::string list_of_ids(const Ids& ids) {
  std::string list;
  for (const auto id : ids) list += (list.empty() ? "" : ",") + std::to_string(static_cast<std::int64_t>(id));
  return "(" + (list.empty() ? "NULL" : list) + ")";
}

}  // namespace reviews
