// The template files as they lie on disk: FOLDER/<feature>/NAME.html and NAME.txt.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace callboard::host {

struct TemplateFile {
  std::filesystem::path path;  // as it is shown in errors
  std::string text;
};

// By name: "courses/schedule.html".
using TemplateFiles = std::map<std::string, TemplateFile, std::less<>>;

// Reads the templates below all of `folders` (the host's, and those of plugins from elsewhere).
// Throws TemplateError where a folder is missing, a file is no UTF-8 or larger than
// `kMaxTemplateBytes`, or two folders have a template of the same name.
TemplateFiles read_templates(const std::vector<std::filesystem::path>& folders);

inline constexpr std::uintmax_t kMaxTemplateBytes = 256 * 1024;

}  // namespace callboard::host
