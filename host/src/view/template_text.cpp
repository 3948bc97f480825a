#include "view/template_text.hpp"

#include "view/template_error.hpp"
#include "view/template_markers.hpp"

namespace callboard::host {
namespace {

std::string escaped(char c) {
  switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&#39;";
    default: return std::string(1, c);
  }
}

}  // namespace

std::string text_for_template(std::string_view original, std::string_view translated, bool html,
                              const std::filesystem::path& file, std::size_t line) {
  std::string result;
  for (std::size_t at = 0; at < translated.size(); ++at) {
    const char c = translated[at];
    if (c == '}') throw TemplateError(file, line, fmt::format("a stray brace in the text \"{}\"", translated));
    if (c != '{') {
      result += html ? escaped(c) : std::string(1, c);
      continue;
    }
    const auto end = translated.find('}', at);
    if (end == std::string_view::npos) {
      throw TemplateError(file, line, fmt::format("a stray brace in the text \"{}\"", translated));
    }
    const auto placeholder = translated.substr(at, end - at + 1);
    if (original.find(placeholder) == std::string_view::npos) {
      throw TemplateError(file, line,
                          fmt::format("the translation \"{}\" has {}, the original has not", translated, placeholder));
    }
    result += "{{" + parse_name(placeholder.substr(1, placeholder.size() - 2), file, line) + "}}";
    at = end;
  }
  return result;
}

}  // namespace callboard::host
