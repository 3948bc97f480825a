#include "csv_reader.hpp"

#include <algorithm>

#include <callboard/encoding.hpp>

namespace theatre_admin {

using namespace callboard;

namespace {

constexpr std::string_view kMark = "\xEF\xBB\xBF";

Text at_line(Text text, std::size_t line) { return text.with("line", static_cast<long long>(line)); }

// 0 where all is well.
std::size_t first_foreign_line(std::string_view content) {
  if (is_utf8(content)) return 0;
  std::size_t line = 1;
  while (!content.empty()) {
    const auto end = std::min(content.find('\n'), content.size());
    if (!is_utf8(content.substr(0, end))) return line;
    content.remove_prefix(std::min(end + 1, content.size()));
    ++line;
  }
  return line;
}

// The separator that stands most often in the first line, outside of quotes.
char separator_of(std::string_view content) {
  char best = ',';
  std::ptrdiff_t most = 0;
  for (const char candidate : {',', ';', '\t'}) {
    bool quoted = false;
    std::ptrdiff_t count = 0;
    for (const char c : content) {
      if (c == '"') quoted = !quoted;
      if (!quoted && (c == '\n' || c == '\r')) break;
      count += !quoted && c == candidate;
    }
    if (count > most) best = candidate, most = count;
  }
  return best;
}

class Reader {
 public:
  explicit Reader(std::string_view content) : rest_(content), separator_(separator_of(content)) {}

  bool at_end() const { return at_ >= rest_.size(); }
  const Text& fault() const { return fault_; }

  CsvRow row() {
    CsvRow row{line_, {}};
    bool more = true;
    while (more && fault_.empty()) {
      row.cells.push_back(peek() == '"' ? quoted() : plain());
      more = peek() == separator_;
      if (more) ++at_;
    }
    line_end();
    return row;
  }

 private:
  char peek() const { return at_end() ? '\n' : rest_[at_]; }

  std::string plain() {
    const auto begin = at_;
    while (!at_end() && peek() != separator_ && peek() != '\n' && peek() != '\r') ++at_;
    return std::string(rest_.substr(begin, at_ - begin));
  }

  std::string quoted() {
    const auto began = line_;
    std::string cell;
    for (++at_; !at_end(); ++at_) {
      if (peek() == '\n') ++line_;
      if (peek() != '"') {
        cell += peek();
      } else if (at_ + 1 < rest_.size() && rest_[at_ + 1] == '"') {
        cell += '"', ++at_;
      } else {
        ++at_;
        if (peek() != separator_ && peek() != '\n' && peek() != '\r') {
          fault_ = at_line(_("Line {line}: something stands behind a closing quotation mark."), line_);
        }
        return cell;
      }
    }
    fault_ = at_line(_("Line {line}: a quotation mark is opened and not closed."), began);
    return cell;
  }

  void line_end() {
    if (peek() == '\r') ++at_;
    if (!at_end() && peek() == '\n') ++at_;
    ++line_;
  }

  std::string_view rest_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  char separator_;
  Text fault_;
};

bool is_blank(const CsvRow& row) { return row.cells.size() == 1 && row.cells.front().empty(); }

}  // namespace

CsvFile read_csv(std::string_view content, std::size_t most) {
  CsvFile file;
  if (const auto line = first_foreign_line(content); line > 0) {
    file.fault = at_line(
        _("Line {line}: this file is not in UTF-8. In a spreadsheet choose “CSV UTF-8” when you save it."), line);
    return file;
  }
  if (content.starts_with(kMark)) content.remove_prefix(kMark.size());
  if (content.find('\0') != std::string_view::npos) {
    file.fault = _("This is no text file.");
    return file;
  }
  for (Reader reader(content); !reader.at_end();) {
    auto row = reader.row();
    if (!reader.fault().empty()) {
      file.fault = reader.fault();
      return file;
    }
    if (is_blank(row)) continue;
    if (!file.rows.empty() && row.cells.size() != file.rows.front().cells.size()) {
      file.fault = at_line(_("Line {line}: {count} cells, but the first line has {expected}."), row.line)
                       .with("count", static_cast<long long>(row.cells.size()))
                       .with("expected", static_cast<long long>(file.rows.front().cells.size()));
      return file;
    }
    file.rows.push_back(std::move(row));
    if (file.rows.size() > most + 1) {
      file.fault =
          _("There are more than {most} rows. Import them in parts.").with("most", static_cast<long long>(most));
      return file;
    }
  }
  if (file.rows.empty()) file.fault = _("The file is empty.");
  return file;
}

}  // namespace theatre_admin
