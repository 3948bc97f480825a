// What may stand in the description of an item. Pure functions; thread-safe.
#pragma once

#include <callboard/form.hpp>

#include "item.hpp"

namespace portfolio {

inline constexpr std::size_t kLongestTitle = 200;
inline constexpr std::size_t kLongestText = 10'000;
inline constexpr std::size_t kLongestCaption = 2'000;
inline constexpr std::size_t kLongestAlt = 500;

// The fields as they were typed.
struct DescriptionInput {
  std::string title;
  std::string text;
  std::string alt;
  std::string happened_on;
  std::string show;
  std::string album;
  std::string visibility;
};

// Adds to `faults` what does not hold. Whether the show and the album exist is another question.
Description checked(const DescriptionInput& input, Kind kind, callboard::Faults& faults);

// Line ends as one character, and no blanks around it.
std::string tidy(const std::string& text);
// At most `most` characters of it, and only whole ones; control characters become blanks.
std::string one_line(const std::string& text, std::size_t most);
std::size_t characters(std::string_view text);
// A control character other than a line end or a tab.
bool has_odd_characters(std::string_view text);

}  // namespace portfolio
