#include "view/template_markers.hpp"

#include <algorithm>
#include <array>

#include "view/blanks.hpp"
#include "view/template_error.hpp"
#include "view/template_scanner.hpp"

namespace callboard::host {
namespace {

namespace fs = std::filesystem;

// All keep a value harmless in HTML; ctemplate adds what the place needs beyond them.
constexpr std::array<std::string_view, 2> kModifiers{"pre_escape", "url_query_escape"};

bool is_name_letter(char c) { return c >= 'a' && c <= 'z'; }
bool is_name_digit(char c) { return c >= '0' && c <= '9'; }

std::string_view skip_blanks(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(kBlanks), text.size()));
  return text;
}

// The length of a quoted string that begins at `text`, quotes included; 0 where there is none.
std::size_t quoted_length(std::string_view text) {
  if (!text.starts_with('"')) return 0;
  std::size_t end = 1;
  while (end < text.size() && text[end] != '"') end += text[end] == '\\' ? 2 : 1;
  return end < text.size() ? end + 1 : 0;
}

// The marked text whose content is `text`: unquote_text() the other way round.
std::string mark(std::string_view text) {
  std::string marked = "_(\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') marked += '\\';
    marked += c;
  }
  return marked + "\")";
}

// The value of a parameter at the beginning of `rest`, which is then cut off: "…" or _("…").
std::string take_value(std::string_view& rest, const fs::path& file, std::size_t line) {
  const bool marked = rest.starts_with("_(");
  if (marked) rest.remove_prefix(2);
  const auto length = quoted_length(rest);
  const auto text = length ? unquote_text(rest.substr(1, length - 2)) : std::nullopt;
  if (!text || (marked && !rest.substr(length).starts_with(')'))) {
    throw TemplateError(file, line, "an include's parameter is name=\"…\" or name=_(\"…\")");
  }
  rest.remove_prefix(length + (marked ? 1 : 0));
  return marked ? mark(*text) : *text;
}

std::size_t line_of(std::string_view text, std::size_t at) {
  return 1 + static_cast<std::size_t>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
}

std::string only_line_breaks(std::string_view text) {
  return std::string(static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')), '\n');
}

// [[#name]]…[[/name]] is kept where the parameter was given, not empty; [[^name]]…[[/name]] where not.
std::string choose_parts(std::string source, const IncludeParameters& parameters, const fs::path& file) {
  const auto next = [&](std::size_t from) { return std::min(source.find("[[#", from), source.find("[[^", from)); };
  for (auto begin = next(0); begin != std::string::npos; begin = next(begin)) {
    const auto open_end = source.find("]]", begin);
    const auto name = open_end == std::string::npos ? "" : source.substr(begin + 3, open_end - begin - 3);
    const auto closing = "[[/" + name + "]]";
    const auto end = source.find(closing, begin);
    if (name.empty() || end == std::string::npos) {
      throw TemplateError(file, line_of(source, begin), "'[[#" + name + "]]' without '" + closing + "'");
    }
    const auto content = source.substr(open_end + 2, end - open_end - 2);
    const auto given = parameters.find(name);
    const bool there = given != parameters.end() && !given->second.empty();
    const bool keep = there == (source[begin + 2] == '#');
    source.replace(begin, end + closing.size() - begin, keep ? content : only_line_breaks(content));
  }
  return source;
}

std::string value_of(std::string_view reference, const IncludeParameters& parameters, const fs::path& file,
                     std::size_t line) {
  const auto bar = reference.find('|');
  const auto name = std::string(reference.substr(0, bar));
  if (const auto given = parameters.find(name); given != parameters.end()) return given->second;
  if (bar == std::string_view::npos) throw TemplateError(file, line, "the parameter '" + name + "' is not given");
  return std::string(reference.substr(bar + 1));
}

bool mentions(std::string_view source, const std::string& name) {
  const auto has = [&](const std::string& reference) { return source.find(reference) != std::string_view::npos; };
  return has("[[" + name + "]]") || has("[[" + name + "|") || has("[[#" + name + "]]") || has("[[^" + name + "]]");
}

}  // namespace

IncludeMarker parse_include(std::string_view marker, const fs::path& file, std::size_t line) {
  auto rest = skip_blanks(marker.substr(1));
  const auto end = std::min(rest.find_first_of(kBlanks), rest.size());
  IncludeMarker include{std::string(rest.substr(0, end)), {}};
  for (rest = skip_blanks(rest.substr(end)); !rest.empty(); rest = skip_blanks(rest)) {
    const auto equals = rest.find('=');
    if (equals == std::string_view::npos) throw TemplateError(file, line, "an include's parameter is name=\"…\"");
    auto name = parse_name(rest.substr(0, equals), file, line);
    rest.remove_prefix(equals + 1);
    if (!include.parameters.try_emplace(name, take_value(rest, file, line)).second) {
      throw TemplateError(file, line, "the parameter '" + name + "' is given twice");
    }
  }
  return include;
}

std::string parse_name(std::string_view name, const fs::path& file, std::size_t line) {
  std::string parsed;
  char before = '.';
  for (const char c : name) {
    const bool begins = before == '.';
    const bool fits = is_name_letter(c) || (!begins && (is_name_digit(c) || c == '.' || (c == '_' && before != '_')));
    if (!fits) break;
    parsed += c == '.' ? "__" : std::string(1, c);
    before = c;
  }
  const auto dots = static_cast<std::size_t>(std::count(name.begin(), name.end(), '.'));
  if (parsed.size() != name.size() + dots || before == '.') {
    throw TemplateError(file, line, fmt::format("'{}' is no name of a value", name));
  }
  return parsed;
}

std::string parse_variable(std::string_view marker, const fs::path& file, std::size_t line) {
  const auto colon = std::min(marker.find(':'), marker.size());
  auto parsed = parse_name(marker.substr(0, colon), file, line);
  if (colon == marker.size()) return parsed;
  const auto modifier = marker.substr(colon + 1);
  if (std::find(kModifiers.begin(), kModifiers.end(), modifier) == kModifiers.end()) {
    throw TemplateError(file, line,
                        fmt::format("the modifier ':{}' is not allowed; values are escaped by themselves", modifier));
  }
  return parsed.append(marker.substr(colon));
}

bool needs_parameters(std::string_view source) { return source.find("[[") != std::string_view::npos; }

std::string fill_parameters(const std::string& source, const IncludeParameters& parameters, const fs::path& file) {
  for (const auto& [name, value] : parameters) {
    if (!mentions(source, name)) throw TemplateError(file, "takes no parameter '" + name + "'");
  }
  const auto chosen = choose_parts(source, parameters, file);
  std::string filled;
  std::size_t at = 0;
  for (auto begin = chosen.find("[["); begin != std::string::npos; begin = chosen.find("[[", at)) {
    const auto line = line_of(chosen, begin);
    const auto end = chosen.find("]]", begin);
    if (end == std::string::npos) throw TemplateError(file, line, "'[[' without ']]'");
    filled.append(chosen, at, begin - at);
    filled += value_of(std::string_view(chosen).substr(begin + 2, end - begin - 2), parameters, file, line);
    at = end + 2;
  }
  filled.append(chosen, at);
  return filled;
}

}  // namespace callboard::host
