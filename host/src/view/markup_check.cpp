#include "view/markup_check.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "view/blanks.hpp"
#include "view/template_error.hpp"

namespace callboard::host {
namespace {

// Those whose value ctemplate checks for a harmless scheme.
constexpr std::array<std::string_view, 9> kCheckedUrls{"href",       "src",      "action",  "cite",  "data",
                                                       "background", "longdesc", "archive", "usemap"};
// Those that hold URLs or markup, too, and that it does not check.
constexpr std::array<std::string_view, 8> kUnchecked{"formaction", "srcset",     "srcdoc", "imagesrcset",
                                                     "ping",       "xlink:href", "poster", "manifest"};

template <std::size_t N>
bool contains(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

bool is_variable(std::string_view marker) {
  return marker.size() > 2 && std::string_view("#/!%>").find(marker[2]) == std::string_view::npos;
}

// Of a picture's address: encoded it has no blank, and behind a path of ours it is no scheme, so it stays a part of it.
bool is_encoded_part(std::string_view attribute, std::string_view marker) {
  const bool addresses = attribute == "srcset" || attribute == "poster";
  return addresses && marker.ends_with(":url_query_escape}}");
}

class Checker {
 public:
  Checker(const std::filesystem::path& file, std::string_view source) : file_(file), source_(source) {}

  void run() {
    while (at_ < source_.size()) {
      if (at("{{")) {
        skip_marker();
      } else if (at("<!--")) {
        skip_past("-->");
      } else if (at("<")) {
        begin_tag();
      } else {
        ++at_;
      }
    }
  }

 private:
  bool at(std::string_view text) const { return source_.substr(at_).starts_with(text); }
  bool at_any(std::string_view characters) const {
    return at_ < source_.size() && characters.find(source_[at_]) != std::string_view::npos;
  }

  [[noreturn]] void refuse(std::string_view what) const {
    const auto end = source_.begin() + static_cast<std::ptrdiff_t>(std::min(at_, source_.size()));
    throw TemplateError(file_, 1 + static_cast<std::size_t>(std::count(source_.begin(), end, '\n')), what);
  }

  void skip_past(std::string_view text) {
    const auto found = source_.find(text, at_);
    at_ = found == std::string_view::npos ? source_.size() : found + text.size();
  }

  std::string_view skip_marker() {
    const auto begin = at_;
    skip_past("}}");
    return source_.substr(begin, at_ - begin);
  }

  void begin_tag() {
    ++at_;
    if (at("/")) ++at_;
    if (at("{{")) refuse("a value cannot be a tag's name");
    const auto begin = at_;
    while (at_ < source_.size() && !at_any(" \t\r\n/>") && !at("{{")) ++at_;
    const auto name = lower(source_.substr(begin, at_ - begin));
    if (name.empty() || name.front() < 'a' || name.front() > 'z') return;  // "<" as a character, or a doctype
    const bool closes = source_[begin - 1] == '/';
    if (name == "style") refuse("style elements are not allowed (Content-Security-Policy); use a file in static/css");
    has_src_ = false;
    attributes(name);
    if (name == "script" && !closes && !has_src_) {
      refuse("inline scripts are not allowed (Content-Security-Policy); use a file in static/js");
    }
  }

  void attributes(const std::string& tag) {
    while (at_ < source_.size() && !at(">")) {
      if (at("{{")) {
        const auto marker = skip_marker();
        if (is_variable(marker)) refuse("a value cannot be an attribute's name");
        if (marker.starts_with("{{>")) refuse("an include cannot stand inside a tag");
      } else if (at_any(" \t\r\n/\"'=")) {
        ++at_;
      } else {
        attribute(tag);
      }
    }
  }

  void attribute(const std::string& tag) {
    const auto begin = at_;
    while (at_ < source_.size() && !at_any(" \t\r\n/>=") && !at("{{")) ++at_;
    const auto name = lower(source_.substr(begin, at_ - begin));
    if (name == "style" || name.starts_with("on")) {
      refuse("the attribute '" + name + "' is not allowed (Content-Security-Policy); use a file in static/");
    }
    has_src_ |= name == "src";
    const auto equals = std::min(source_.find_first_not_of(kBlanks, at_), source_.size());
    if (!source_.substr(equals).starts_with('=')) return;
    at_ = std::min(source_.find_first_not_of(kBlanks, equals + 1), source_.size());
    value(tag, name);
  }

  void value(const std::string& tag, const std::string& name) {
    if (!at_any("\"'")) {
      while (at_ < source_.size() && !at_any(" \t\r\n>")) {
        if (at("{{")) refuse("the value of '" + name + "' must stand in quotes");
        ++at_;
      }
      return;
    }
    const char quote = source_[at_++];
    if (tag == "script" && name == "src" && at("{{")) refuse("a script's address cannot be a value");
    quoted_value(name, quote);
  }

  void quoted_value(const std::string& name, char quote) {
    const bool url = contains(kCheckedUrls, name);
    bool begun = false;     // something was printed, as ctemplate counts
    bool anchored = false;  // the scheme is settled: what follows cannot be one
    int depth = 0;
    while (at_ < source_.size() && source_[at_] != quote) {
      if (at("{{")) {
        const auto marker = skip_marker();
        depth += marker.starts_with("{{#") ? 1 : marker.starts_with("{{/") ? -1 : 0;
        if (marker.starts_with("{{>")) refuse("an include cannot stand inside a tag");
        if (!is_variable(marker)) continue;
        if (contains(kUnchecked, name) && !(anchored && is_encoded_part(name, marker))) {
          refuse("a value in '" + name + "' cannot be made safe");
        }
        if (url && begun && !anchored) refuse("only the first value in '" + name + "' is checked as a URL");
        begun = true;
      } else if (at("static(\"") || at("_(\"")) {
        skip_past("\")");  // its quotes do not end the attribute
        begun = anchored = true;
      } else {
        anchored |= depth == 0 && at_any("/?#:");
        begun = true;
        ++at_;
      }
    }
    if (at_ < source_.size()) ++at_;
  }

  const std::filesystem::path& file_;
  std::string_view source_;
  std::size_t at_ = 0;
  bool has_src_ = false;
};

}  // namespace

void check_markup(const std::filesystem::path& file, std::string_view source) { Checker(file, source).run(); }

}  // namespace callboard::host
