// Collects a compiled template. A line that holds only blanks and silent markers (sections, comments)
// leaves no blank line behind.
#pragma once

#include <string>
#include <string_view>

namespace callboard::host {

class LineWriter {
 public:
  // Markup as it stands.
  void markup(std::string_view text);
  // What will print something: a variable, a translation.
  void visible(std::string_view text);
  // As `visible`, and the blanks before it on its line are dropped: ctemplate would put a line's
  // indentation before every line of what it includes there, those of a textarea among them.
  void at_line_start(std::string_view text);
  // What prints nothing itself: a section's beginning or end, or nothing at all for a comment.
  void silent(std::string_view text);

  std::string take();

 private:
  void end_line(bool with_break);

  std::string text_;
  std::string line_;     // everything of the current line
  std::string markers_;  // only its silent markers
  bool has_silent_ = false;
  bool has_visible_ = false;
};

}  // namespace callboard::host
