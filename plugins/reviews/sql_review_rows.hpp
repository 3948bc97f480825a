// A review's row with its newest and its public revision, as several statements read it. For one thread.
#pragma once

#include <string>
#include <vector>

#include <callboard/sql_select.hpp>

#include "review.hpp"

namespace reviews {

// "SELECT … FROM …": what follows begins with WHERE. The review is `r`, its newest revision `l`, its public one `p`.
extern const char* const kSelectReviews;

// `text` is kSelectReviews and a condition of ours.
std::vector<Review> select_reviews(callboard::Transaction& tx, const std::string& text,
                                   const callboard::SqlBindings& bindings);

}  // namespace reviews
