#include "view/template_store.hpp"

#include <stdexcept>

#include "view/template_compiler.hpp"
#include "view/template_error.hpp"
#include "view/template_files.hpp"
#include "view/template_key.hpp"
#include "view/template_markers.hpp"

namespace callboard::host {
namespace {

constexpr std::string_view kTitleSuffix = "#title";

// A fragment that was filled in before, by View::expand(): it is escaped, and put in as it is.
constexpr std::string_view kPrepared = "$prepared.html";
constexpr const char* kPreparedText = "{{prepared}}";

}  // namespace

TemplateStore::TemplateStore(const ViewFolders& folders)
    : catalogue_(folders.locale),
      static_files_(folders.static_files),
      cache_(std::make_unique<ctemplate::TemplateCache>()) {
  const auto files = read_templates(folders.templates);
  const TemplateCompiler compiler(files, catalogue_, static_files_);
  for (const auto& [name, file] : files) {
    if (needs_parameters(file.text)) continue;
    names_.insert(name);
    for (const auto language : {Language::English, Language::Russian}) {
      const auto compiled = compiler.compile(name, language);
      keep(template_key(name, language), compiled.text, file.path);
      if (compiled.title.empty()) continue;
      titled_.insert(name);
      keep(template_key(name, language).append(kTitleSuffix), compiled.title, file.path);
    }
  }
  for (const auto language : {Language::English, Language::Russian}) {
    keep(template_key(kPrepared, language), kPreparedText, "$prepared");
  }
  // From here on ctemplate neither looks for files nor changes anything.
  cache_->Freeze();
}

void TemplateStore::keep(const std::string& key, const std::string& text, const std::filesystem::path& file) {
  if (cache_->StringToTemplateCache(key, text, ctemplate::DO_NOT_STRIP)) return;
  throw TemplateError(file, "ctemplate refuses this template; its reason stands on standard error");
}

std::string TemplateStore::expand(std::string_view name, Expansion& expansion, const JsonDictionary& dictionary) const {
  if (!has(name)) throw std::logic_error("there is no template '" + std::string(name) + "'");
  return expand_key(template_key(name, expansion.language), dictionary);
}

std::string TemplateStore::title(std::string_view name, Expansion& expansion, const JsonDictionary& dictionary) const {
  if (!has_title(name)) return {};
  return expand_key(template_key(name, expansion.language).append(kTitleSuffix), dictionary);
}

std::string TemplateStore::expand_key(const std::string& key, const JsonDictionary& dictionary) const {
  std::string output;
  output.reserve(16 * 1024);
  if (!cache_->ExpandNoLoad(key, ctemplate::DO_NOT_STRIP, &dictionary, nullptr, &output)) {
    throw std::logic_error("the template '" + key + "' could not be filled in");
  }
  return output;
}

}  // namespace callboard::host
