#include "review_rules.hpp"

#include <algorithm>

#include <callboard/encoding.hpp>
#include <callboard/unicode.hpp>

namespace reviews {

using namespace callboard;

namespace {

// What turns the direction of the text around it, beyond its own end.
bool turns_direction(char32_t c) { return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069); }

bool can_be_shown(const std::string& text, const std::vector<char32_t>& characters) {
  auto line = text;
  std::replace(line.begin(), line.end(), '\n', ' ');
  return is_utf8(text) && !has_control_characters(line) &&
         std::none_of(characters.begin(), characters.end(),
                      [](char32_t c) { return turns_direction(c) || (c >= 0x80 && c < 0xA0); });
}

// Blanks of all kinds alone are no text.
bool is_blank(const std::string& text) { return folded_words(text).empty(); }

}  // namespace

std::string tidy(const std::string& text) {
  std::string lines;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool line_end = text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n'));
    if (text[i] == '\r' && !line_end) continue;
    const char c = line_end ? '\n' : text[i] == '\t' ? ' ' : text[i];
    if (c == '\n') {
      while (!lines.empty() && lines.back() == ' ') lines.pop_back();
      if (lines.empty() || lines.ends_with("\n\n")) continue;
    }
    lines += c;
  }
  const auto first = lines.find_first_not_of(" \n");
  return first == std::string::npos ? "" : lines.substr(first, lines.find_last_not_of(" \n") - first + 1);
}

int stars_in(const std::string& text) {
  return text.size() == 1 && text[0] >= '1' && text[0] <= '5' ? text[0] - '0' : 0;
}

void check_text(Faults& faults, const std::string& field, const std::string& text, std::size_t shortest,
                std::size_t longest) {
  const auto characters = code_points(text);
  if (!can_be_shown(text, characters)) {
    return faults.add(field, _("There are characters in it that cannot be shown."));
  }
  if (shortest > 0 && is_blank(text)) return faults.add(field, _("This field is needed."));
  if (characters.size() < shortest) {
    return faults.add(field, _("Write at least {count} characters.").with("count", static_cast<long long>(shortest)));
  }
  if (characters.size() > longest) {
    faults.add(field, _("It has {length} characters; {most} are possible.")
                          .with("length", static_cast<long long>(characters.size()))
                          .with("most", static_cast<long long>(longest)));
  }
}

Faults faults_of(const Draft& draft) {
  Faults faults;
  if (draft.stars == 0) faults.add("stars", _("Choose one to five stars."));
  check_text(faults, "text", draft.text, kShortestReview, kLongestReview);
  return faults;
}

}  // namespace reviews
