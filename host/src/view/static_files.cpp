#include "view/static_files.hpp"

#include <fstream>
#include <stdexcept>

#include <nlohmann/json.hpp>

namespace callboard::host {

StaticFiles::StaticFiles(const std::filesystem::path& folder) {
  const auto path = folder / "manifest.json";
  std::ifstream file(path);
  if (!file) throw std::runtime_error(path.string() + ": cannot be read; has the static build run?");
  try {
    const auto manifest = nlohmann::json::parse(file).get<std::map<std::string, std::string>>();
    for (const auto& [name, hashed] : manifest) {
      urls_.emplace(name, "/static/" + hashed);
    }
  } catch (const nlohmann::json::exception&) {
    throw std::runtime_error(path.string() + ": is not a manifest of the static build");
  }
}

std::optional<std::string> StaticFiles::url(std::string_view name) const {
  const auto found = urls_.find(name);
  if (found == urls_.end()) return std::nullopt;
  return found->second;
}

}  // namespace callboard::host
