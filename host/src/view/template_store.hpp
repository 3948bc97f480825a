// All templates, compiled once per language and kept by ctemplate. A store never changes: new
// templates come with a new process.
#pragma once

#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <ctemplate/template_cache.h>

#include "callboard/visitor.hpp"
#include "view/catalogue.hpp"
#include "view/json_dictionary.hpp"
#include "view/static_files.hpp"

namespace callboard::host {

struct ViewFolders {
  std::vector<std::filesystem::path> templates;  // each with <feature>/NAME.html
  std::filesystem::path locale;                  // <language>/LC_MESSAGES/callboard.mo
  std::filesystem::path static_files;            // the static build, with its manifest.json
};

// Thread-safe.
class TemplateStore {
 public:
  // Reads and checks everything. Throws TemplateError, or std::runtime_error where the catalogue or the
  // static build is missing.
  explicit TemplateStore(const ViewFolders& folders);

  // `name` has its ending: "courses/schedule.html".
  bool has(std::string_view name) const { return names_.contains(name); }
  bool has_title(std::string_view name) const { return titled_.contains(name); }

  // Fills in a template. Throws std::logic_error where there is no such template.
  std::string expand(std::string_view name, Expansion& expansion, const JsonDictionary& dictionary) const;
  // The title that the template declares, not escaped; empty where it has none.
  std::string title(std::string_view name, Expansion& expansion, const JsonDictionary& dictionary) const;

  const Catalogue& catalogue() const { return catalogue_; }

 private:
  void keep(const std::string& key, const std::string& text, const std::filesystem::path& file);
  std::string expand_key(const std::string& key, const JsonDictionary& dictionary) const;

  Catalogue catalogue_;
  StaticFiles static_files_;
  std::set<std::string, std::less<>> names_;
  std::set<std::string, std::less<>> titled_;
  std::unique_ptr<ctemplate::TemplateCache> cache_;
};

}  // namespace callboard::host
