#include "config/section_reader.hpp"

#include "config/document.hpp"

namespace callboard::host {

std::filesystem::path SectionReader::path_in(const std::filesystem::path& folder, std::string_view key,
                                             const std::filesystem::path& fallback) {
  const std::filesystem::path value(text(key, fallback.string()));
  if (value.empty()) return value;
  const auto& base = folder.empty() ? config_.document().folder() : folder;
  return (base / value).lexically_normal();
}

std::vector<std::filesystem::path> SectionReader::paths(std::string_view key, const std::filesystem::path& fallback) {
  std::vector<std::filesystem::path> result;
  for (const auto& one : texts(key, {fallback.string()})) {
    if (one.empty()) {
      fault(key, "an empty path; expected a folder");
    } else {
      result.push_back((config_.document().folder() / one).lexically_normal());
    }
  }
  return result;
}

}  // namespace callboard::host
