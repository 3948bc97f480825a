// What ctemplate asks while it fills in a template, answered straight from a JSON value: nothing is
// copied into a dictionary first, and what the template does not mention costs nothing.
//
// The rules (callboard/view.hpp): a scalar is {{name}}; an array a section that repeats (its scalar
// elements are {{it}}); an object a section, and {{name.member}} reaches into it; `true` a section
// that shows; {{#if_x}} shows where x is there and not empty, {{#no_x}} where it is not. A Text is
// translated, a moment written in the school's time zone ({{x.iso}}: for machines). What an inner section lacks is
// looked for in the outer ones, and at last in the frame; null counts as found. A path such as {{faults.email}} is
// never completed from further out.
//
// {{>panels}} is where fragments stand: an array of {"$page": "courses/home_panel", "data": {…}},
// each filled in with its data, and after it with what stands around it.
#pragma once

#include <deque>
#include <string>
#include <string_view>

#include <ctemplate/template_dictionary_interface.h>
#include <nlohmann/json.hpp>

#include "callboard/visitor.hpp"

namespace callboard::host {

class Catalogue;
class Moments;

// One filling in of one template: what its dictionaries share. Belongs to one thread.
struct Expansion {
  const Catalogue& catalogue;
  const Moments& moments;
  Language language;
  // The page's own template and data, for the layout's {{>body}}.
  std::string body_key = {};
  const nlohmann::json* body = nullptr;
  // Texts made on the way (numbers, translations, times): ctemplate only keeps pointers to them.
  std::deque<std::string> made = {};
};

class JsonDictionary : public ctemplate::TemplateDictionaryInterface {
 public:
  // All arguments must outlive the dictionary. `outer` is asked for what `data` does not have.
  JsonDictionary(Expansion& expansion, const nlohmann::json& data, const JsonDictionary* outer = nullptr)
      : expansion_(expansion), data_(&data), outer_(outer) {}

 protected:
  ctemplate::TemplateString GetValue(const ctemplate::TemplateString& variable) const override;
  bool IsHiddenSection(const ctemplate::TemplateString& name) const override;
  bool IsUnhiddenSection(const ctemplate::TemplateString& name) const override { return !IsHiddenSection(name); }
  Iterator* CreateSectionIterator(const ctemplate::TemplateString& section) const override;
  bool IsHiddenTemplate(const ctemplate::TemplateString& name) const override;
  const char* GetIncludeTemplateName(const ctemplate::TemplateString& variable, int number) const override;
  Iterator* CreateTemplateIterator(const ctemplate::TemplateString& section) const override;
  void DumpToString(std::string* out, int level) const override;

 private:
  class SectionIterator;
  class FragmentIterator;
  const nlohmann::json* find(std::string_view name) const;
  const nlohmann::json* find_path(std::string_view path) const;
  const nlohmann::json* moment_asked_for_iso(std::string_view path) const;
  const nlohmann::json* section(std::string_view name) const;
  const nlohmann::json* fragments(std::string_view name) const;
  bool is_body(std::string_view name) const;
  const std::string& keep(std::string text) const;

  Expansion& expansion_;
  const nlohmann::json* data_;
  const JsonDictionary* outer_;
};

}  // namespace callboard::host
