#include "view/line_writer.hpp"

#include <utility>

namespace callboard::host {

void LineWriter::markup(std::string_view text) {
  while (!text.empty()) {
    const auto end = text.find('\n');
    const auto piece = text.substr(0, end);
    line_ += piece;
    has_visible_ |= piece.find_first_not_of(" \t\r") != std::string_view::npos;
    if (end == std::string_view::npos) return;
    end_line(true);
    text.remove_prefix(end + 1);
  }
}

void LineWriter::visible(std::string_view text) {
  line_ += text;
  has_visible_ = true;
}

void LineWriter::at_line_start(std::string_view text) {
  if (line_.find_first_not_of(" \t") == std::string::npos) line_.clear();
  visible(text);
}

void LineWriter::silent(std::string_view text) {
  line_ += text;
  markers_ += text;
  has_silent_ = true;
}

void LineWriter::end_line(bool with_break) {
  const bool only_markers = has_silent_ && !has_visible_;
  text_ += only_markers ? markers_ : line_;
  if (with_break && !only_markers) text_ += '\n';
  line_.clear();
  markers_.clear();
  has_silent_ = has_visible_ = false;
}

std::string LineWriter::take() {
  end_line(false);
  return std::exchange(text_, {});
}

}  // namespace callboard::host
