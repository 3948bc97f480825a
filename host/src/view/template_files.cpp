#include "view/template_files.hpp"

#include <fstream>
#include <iterator>

#include <boost/locale/encoding_utf.hpp>

#include "view/template_error.hpp"

namespace callboard::host {
namespace fs = std::filesystem;
namespace {

std::string read(const fs::path& path) {
  if (fs::file_size(path) > kMaxTemplateBytes) throw TemplateError(path, "is too large for a template");
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (!file) throw TemplateError(path, "cannot be read");
  try {
    boost::locale::conv::utf_to_utf<char32_t>(text, boost::locale::conv::stop);
  } catch (const boost::locale::conv::conversion_error&) {
    throw TemplateError(path, "is not valid UTF-8");
  }
  return text;
}

// Beside the features lie what nginx serves and the translations.
bool is_feature(const fs::directory_entry& entry) {
  const auto name = entry.path().filename();
  return entry.is_directory() && name != "static" && name != "locale";
}

bool is_template(const fs::directory_entry& entry) {
  const auto extension = entry.path().extension();
  return entry.is_regular_file() && (extension == ".html" || extension == ".txt");
}

}  // namespace

TemplateFiles read_templates(const std::vector<fs::path>& folders) {
  TemplateFiles files;
  for (const auto& folder : folders) {
    if (!fs::is_directory(folder)) throw TemplateError(folder, "is not a folder of templates");
    for (const auto& feature : fs::directory_iterator(folder)) {
      if (!is_feature(feature)) continue;
      for (const auto& entry : fs::directory_iterator(feature)) {
        if (!is_template(entry)) continue;
        const auto name = (feature.path().filename() / entry.path().filename()).string();
        const auto [known, added] = files.try_emplace(name, TemplateFile{entry.path(), read(entry.path())});
        if (!added) throw TemplateError(entry.path(), "has the name of " + known->second.path.string());
      }
    }
  }
  return files;
}

}  // namespace callboard::host
