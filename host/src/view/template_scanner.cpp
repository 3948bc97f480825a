#include "view/template_scanner.hpp"

#include <algorithm>

#include "view/blanks.hpp"
#include "view/template_error.hpp"

namespace callboard::host {
namespace {

constexpr std::string_view kTextOpening = "_(\"";
constexpr std::string_view kStaticOpening = "static(\"";

bool is_word(char c) { return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

}  // namespace

std::optional<TemplatePart> TemplateScanner::next() {
  if (at_ >= source_.size()) return std::nullopt;
  if (source_.substr(at_).starts_with("{{")) return marker();
  if (opens(kTextOpening)) return quoted(TemplatePart::Kind::Text, kTextOpening);
  if (opens(kStaticOpening)) return quoted(TemplatePart::Kind::Static, kStaticOpening);

  const auto begin = at_;
  const auto line = line_;
  auto end = at_ + 1;
  for (advance(end); end < source_.size(); advance(++end)) {
    if (source_.substr(end).starts_with("{{") || opens(kTextOpening) || opens(kStaticOpening)) break;
  }
  return TemplatePart{TemplatePart::Kind::Markup, std::string(source_.substr(begin, end - begin)), line};
}

TemplatePart TemplateScanner::marker() {
  const auto end = source_.find("}}", at_);
  if (end == std::string_view::npos) throw TemplateError(file_, line_, "'{{' without '}}'");
  TemplatePart part{TemplatePart::Kind::Marker, std::string(source_.substr(at_ + 2, end - at_ - 2)), line_};
  if (part.content.find("{{") != std::string::npos) throw TemplateError(file_, line_, "'{{' inside '{{'");
  advance(end + 2);
  return part;
}

TemplatePart TemplateScanner::quoted(TemplatePart::Kind kind, std::string_view opening) {
  const auto begin = at_ + opening.size();
  auto end = begin;
  while (end < source_.size() && source_[end] != '"') end += source_[end] == '\\' ? 2 : 1;
  const auto text = end < source_.size() ? unquote_text(source_.substr(begin, end - begin)) : std::nullopt;
  if (!text || text->empty() || !source_.substr(end).starts_with("\")")) {
    throw TemplateError(file_, line_, fmt::format("{}…\") is malformed", opening));
  }
  TemplatePart part{kind, *text, line_};
  advance(end + 2);
  return part;
}

// `other_("` and `nonstatic("` are no marks.
bool TemplateScanner::opens(std::string_view opening) const {
  return source_.substr(at_).starts_with(opening) && (at_ == 0 || !is_word(source_[at_ - 1]));
}

void TemplateScanner::advance(std::size_t to) {
  line_ += static_cast<std::size_t>(std::count(source_.begin() + static_cast<std::ptrdiff_t>(at_),
                                               source_.begin() + static_cast<std::ptrdiff_t>(to), '\n'));
  at_ = to;
}

std::optional<std::string> unquote_text(std::string_view quoted) {
  std::string text;
  for (std::size_t at = 0; at < quoted.size(); ++at) {
    const char c = quoted[at];
    if (c == '\\') {
      if (++at == quoted.size() || (quoted[at] != '"' && quoted[at] != '\\')) return std::nullopt;
      text += quoted[at];
    } else if (c == '\n') {
      text.erase(text.find_last_not_of(kBlanks) + 1);
      text += ' ';
      at = std::min(quoted.find_first_not_of(kBlanks, at), quoted.size()) - 1;
    } else {
      text += c;
    }
  }
  return text;
}

}  // namespace callboard::host
