// Cuts a template's source into its parts: markup, markers ({{…}}), marked texts (_("…")) and static
// files (static("…")). Knows the syntax of each part and nothing of what it means.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace callboard::host {

struct TemplatePart {
  enum class Kind { Markup, Marker, Text, Static };
  Kind kind;
  std::string content;  // of a marker what stands between the braces; of a text or file, its unquoted content
  std::size_t line;
};

class TemplateScanner {
 public:
  // `file` is for errors. The source must outlive the scanner.
  TemplateScanner(const std::filesystem::path& file, std::string_view source) : file_(file), source_(source) {}

  // The next part, or nothing at the end. Throws TemplateError where a part is malformed.
  std::optional<TemplatePart> next();

 private:
  TemplatePart marker();
  TemplatePart quoted(TemplatePart::Kind kind, std::string_view opening);
  bool opens(std::string_view opening) const;
  void advance(std::size_t to);

  const std::filesystem::path& file_;
  std::string_view source_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
};

// What stands between the quotes of _("…"): \" and \\ are unescaped, and a line break with the blanks
// around it is one blank (tools/texts.py reads it the same way). Nothing where another escape is used.
std::optional<std::string> unquote_text(std::string_view quoted);

}  // namespace callboard::host
