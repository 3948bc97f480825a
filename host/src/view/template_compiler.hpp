// Makes of a template's source what ctemplate is given, once per language: the translations and the
// URLs of static files are put in, included files spliced in (so they see every value around them),
// lines that hold nothing but sections and comments taken out. Refuses what would fail, or not be
// safe, later on.
#pragma once

#include <string>
#include <string_view>

#include "callboard/visitor.hpp"
#include "view/catalogue.hpp"
#include "view/static_files.hpp"
#include "view/template_files.hpp"

namespace callboard::host {

struct CompiledTemplate {
  std::string text;
  std::string title;  // what stood between {{%TITLE}} and {{%END}}; to be escaped where it is put in
};

class TemplateCompiler {
 public:
  // All arguments must outlive the compiler.
  TemplateCompiler(const TemplateFiles& files, const Catalogue& catalogue, const StaticFiles& static_files)
      : files_(files), catalogue_(catalogue), static_files_(static_files) {}

  // Throws TemplateError, which names file and line.
  CompiledTemplate compile(std::string_view name, Language language) const;

 private:
  class Pass;
  const TemplateFiles& files_;
  const Catalogue& catalogue_;
  const StaticFiles& static_files_;
};

}  // namespace callboard::host
