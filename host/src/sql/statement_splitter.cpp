#include "sql/statement_splitter.hpp"

#include <algorithm>
#include <cctype>
#include <stdexcept>

#include <fmt/format.h>

namespace callboard::host {
namespace {

bool is_sql_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

class Splitter {
 public:
  Splitter(std::string_view script, Engine engine) : script_(script), engine_(engine) {}

  std::vector<std::string> run() {
    while (at_ < script_.size()) step();
    if (depth_ > 0) fail("BEGIN without END", begun_);
    if (has_code_) fail("the last statement does not end with ';' at the end of a line", at_);
    return std::move(statements_);
  }

 private:
  void step() {
    const char c = script_[at_];
    if (starts("--") || c == '#') return skip_line();
    if (starts("/*")) return skip_block_comment();
    if (c == '\'' || c == '"' || c == '`') return take_quoted(c);
    if (c == ';' && depth_ == 0 && ends_line()) return finish();
    if (is_sql_word(c)) return take_word();
    if (std::isspace(static_cast<unsigned char>(c)) == 0) has_code_ = true;
    take(1);
  }

  bool starts(std::string_view what) const { return script_.substr(at_).starts_with(what); }

  void take(std::size_t n) {
    statement_ += script_.substr(at_, n);
    at_ += n;
  }

  void skip_line() { at_ = std::min(script_.find('\n', at_), script_.size()); }

  void skip_block_comment() {
    const auto end = script_.find("*/", at_ + 2);
    if (end == script_.npos) fail("a comment is never closed", at_);
    at_ = end + 2;
    statement_ += ' ';
  }

  void take_quoted(char quote) {
    has_code_ = true;
    const auto start = at_;
    take(1);
    const bool escapes = engine_ == Engine::Mysql && quote != '`';
    while (at_ < script_.size() && script_[at_] != quote) take(escapes && script_[at_] == '\\' ? 2 : 1);
    if (at_ >= script_.size()) fail("a quote is never closed", start);
    take(1);
  }

  // BEGIN and CASE open what END closes; END IF and its like close what was not counted. (The BEGIN of a transaction
  // has no place in a migration.)
  void take_word() {
    has_code_ = true;
    const auto start = at_;
    const auto word = next_word();
    take(word.size());
    if (word == "BEGIN" || word == "CASE") {
      if (depth_++ == 0) begun_ = start;
    } else if (word == "END" && depth_ > 0) {
      const auto blanks = script_.find_first_not_of(" \t", at_);
      if (blanks != script_.npos) take(blanks - at_);
      const auto what = next_word();
      const bool counted = what != "IF" && what != "LOOP" && what != "WHILE" && what != "REPEAT";
      if (counted) --depth_;
      if (!counted || what == "CASE") take(what.size());
    }
  }

  std::string next_word() const {
    std::string word;
    for (auto i = at_; i < script_.size() && is_sql_word(script_[i]); ++i) {
      word += static_cast<char>(std::toupper(static_cast<unsigned char>(script_[i])));
    }
    return word;
  }

  bool ends_line() const {
    const auto line = script_.substr(at_ + 1, script_.find('\n', at_) - at_ - 1);
    const auto rest = line.find_first_not_of(" \t\r");
    return rest == line.npos || line.substr(rest).starts_with("--") || line[rest] == '#';
  }

  void finish() {
    ++at_;
    const auto first = statement_.find_first_not_of(" \t\r\n");
    if (has_code_) {
      const auto last = statement_.find_last_not_of(" \t\r\n");
      statements_.push_back(statement_.substr(first, last - first + 1));
    }
    statement_.clear();
    has_code_ = false;
  }

  [[noreturn]] void fail(std::string_view what, std::size_t where) const {
    const auto line = 1 + std::count(script_.begin(), script_.begin() + static_cast<std::ptrdiff_t>(where), '\n');
    throw std::runtime_error(fmt::format("line {}: {}", line, what));
  }

  std::string_view script_;
  Engine engine_;
  std::size_t at_ = 0;
  std::string statement_;
  bool has_code_ = false;
  int depth_ = 0;
  std::size_t begun_ = 0;
  std::vector<std::string> statements_;
};

}  // namespace

std::vector<std::string> split_statements(std::string_view script, Engine engine) {
  return Splitter(script, engine).run();
}

}  // namespace callboard::host
