#include "view/template_compiler.hpp"

#include <optional>
#include <utility>
#include <vector>

#include "view/line_writer.hpp"
#include "view/markup_check.hpp"
#include "view/template_error.hpp"
#include "view/template_markers.hpp"
#include "view/template_scanner.hpp"
#include "view/template_text.hpp"

namespace callboard::host {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kHtmlPragma = R"({{%AUTOESCAPE context="HTML"}})";
constexpr std::string_view kTextPragma = R"({{%AUTOESCAPE context="TEXT"}})";
constexpr int kMaxDepth = 8;

bool is_html(std::string_view name) { return name.ends_with(".html"); }

}  // namespace

// One template in one language.
class TemplateCompiler::Pass {
 public:
  Pass(const TemplateCompiler& owner, std::string_view name, Language language)
      : owner_(owner), name_(name), language_(language), escaping_(is_html(name)) {}

  CompiledTemplate run() {
    const auto& file = owner_.files_.find(name_)->second;
    add_file({file.path, file.text}, 0);
    // ctemplate knows no context for plain text: without the line it escapes nothing.
    return {(escaping_ ? std::string(kHtmlPragma) : std::string()) + body_.take(), title_.take()};
  }

 private:
  struct Source {
    const fs::path& path;
    std::string text;
  };
  struct OpenSection {
    std::string name;
    std::size_t line;
  };

  void add_file(const Source& source, int depth) {
    const auto pragma = is_html(name_) ? kHtmlPragma : kTextPragma;
    if (!source.text.starts_with(pragma)) {
      throw TemplateError(source.path, 1, fmt::format("the file must begin with {}", pragma));
    }
    if (is_html(name_)) check_markup(source.path, source.text);
    std::vector<OpenSection> open;
    TemplateScanner scanner(source.path, source.text);
    scanner.next();  // the AUTOESCAPE line, which goes with its line break
    bool first = true;
    while (auto part = scanner.next()) {
      if (std::exchange(first, false) && part->content.starts_with('\n')) part->content.erase(0, 1);
      add_part(*part, source, open, depth);
    }
    if (!open.empty()) {
      throw TemplateError(source.path, open.back().line, "the section '" + open.back().name + "' has no end");
    }
    if (in_title_) throw TemplateError(source.path, "{{%TITLE}} without {{%END}}");
  }

  void add_part(const TemplatePart& part, const Source& source, std::vector<OpenSection>& open, int depth) {
    switch (part.kind) {
      case TemplatePart::Kind::Markup: writer().markup(part.content); break;
      case TemplatePart::Kind::Text: add_text(part, source.path); break;
      case TemplatePart::Kind::Static: add_static(part, source.path); break;
      case TemplatePart::Kind::Marker: add_marker(part, source.path, open, depth); break;
    }
  }

  void add_text(const TemplatePart& part, const fs::path& file) {
    const auto translated = owner_.catalogue_.lookup(part.content, language_);
    writer().visible(text_for_template(part.content, translated, escaping_ && !in_title_, file, part.line));
  }

  void add_static(const TemplatePart& part, const fs::path& file) {
    const auto url = owner_.static_files_.url(part.content);
    if (!url) throw TemplateError(file, part.line, "there is no static file '" + part.content + "'");
    writer().visible(*url);
  }

  void add_marker(const TemplatePart& part, const fs::path& file, std::vector<OpenSection>& open, int depth) {
    const std::string_view marker = part.content;
    switch (marker.empty() ? ' ' : marker.front()) {
      case '!': writer().silent(""); break;
      case '#': open_section(marker.substr(1), file, part.line, open); break;
      case '/': close_section(marker.substr(1), file, part.line, open); break;
      case '>': include(part, file, depth); break;
      case '%': pragma(marker, file, part.line, open, depth); break;
      default: writer().visible("{{" + parse_variable(marker, file, part.line) + "}}"); break;
    }
  }

  void open_section(std::string_view name, const fs::path& file, std::size_t line, std::vector<OpenSection>& open) {
    writer().silent("{{#" + parse_name(name, file, line) + "}}");
    open.push_back({std::string(name), line});
  }

  void close_section(std::string_view name, const fs::path& file, std::size_t line, std::vector<OpenSection>& open) {
    if (open.empty() || open.back().name != name) {
      throw TemplateError(file, line,
                          fmt::format("the section '{}' ends here, but {}", name,
                                      open.empty() ? "none is open"
                                                   : "'" + open.back().name + "' is open since line " +
                                                         std::to_string(open.back().line)));
    }
    open.pop_back();
    writer().silent("{{/" + parse_name(name, file, line) + "}}");
  }

  void include(const TemplatePart& part, const fs::path& file, int depth) {
    const auto marker = parse_include(part.content, file, part.line);
    if (marker.name.find('/') == std::string::npos) {  // a place for fragments, known when the page is filled in
      return writer().at_line_start("{{>" + parse_name(marker.name, file, part.line) + "}}");
    }
    const auto name = marker.name + (is_html(name_) ? ".html" : ".txt");
    const auto found = owner_.files_.find(name);
    if (found == owner_.files_.end()) throw TemplateError(file, part.line, "there is no template '" + name + "'");
    if (depth == kMaxDepth) throw TemplateError(file, part.line, "includes go too deep: '" + name + "'");
    Source source{found->second.path, fill_parameters(found->second.text, marker.parameters, found->second.path)};
    // The line break after the marker is the file's last one already.
    if (source.text.ends_with('\n')) source.text.pop_back();
    add_file(source, depth + 1);
  }

  void pragma(std::string_view marker, const fs::path& file, std::size_t line, const std::vector<OpenSection>& open,
              int depth) {
    if (marker == "%TITLE" && !in_title_ && depth == 0 && open.empty()) {
      body_.silent("");
      in_title_ = true;
    } else if (marker == "%END" && in_title_ && open.empty()) {
      in_title_ = false;
    } else {
      throw TemplateError(file, line, fmt::format("'{{{{{}}}}}' cannot stand here", marker));
    }
  }

  LineWriter& writer() { return in_title_ ? title_ : body_; }

  const TemplateCompiler& owner_;
  std::string_view name_;
  Language language_;
  bool escaping_;
  bool in_title_ = false;
  LineWriter body_;
  LineWriter title_;
};

CompiledTemplate TemplateCompiler::compile(std::string_view name, Language language) const {
  return Pass(*this, name, language).run();
}

}  // namespace callboard::host
