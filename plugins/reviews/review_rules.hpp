// What a review, a reason, a reply may be. Pure functions; thread-safe.
#pragma once

#include <string>

#include <callboard/form.hpp>

namespace reviews {

struct Draft {
  int stars = 0;  // 0 where it is none
  std::string text;
};

inline constexpr std::size_t kShortestReview = 10, kLongestReview = 4000;  // characters
inline constexpr std::size_t kLongestReason = 1000, kLongestReply = 2000, kLongestReport = 500;

// Line ends are LF, blanks and empty lines around it are gone, and of empty lines never more than one in a row.
std::string tidy(const std::string& text);

// "1" to "5"; 0 for anything else.
int stars_in(const std::string& text);

// Faults at the fields `stars` and `text`. `draft.text` is tidy.
callboard::Faults faults_of(const Draft& draft);
// At `field`: too long, too short, or with characters that cannot be shown.
void check_text(callboard::Faults& faults, const std::string& field, const std::string& text, std::size_t shortest,
                std::size_t longest);

}  // namespace reviews
