// Where the browser finds a static file. The static build gives each file a name that contains the
// hash of its content, so that nginx can let it be kept for ever; manifest.json maps one to the other.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace callboard::host {

// Immutable once made: safe to share between threads.
class StaticFiles {
 public:
  // Reads manifest.json of the static build's folder. Throws std::runtime_error where it is missing
  // or not a map of names.
  explicit StaticFiles(const std::filesystem::path& folder);

  // The URL of a file by its logical name ("css/site.css"), or nothing where there is none.
  std::optional<std::string> url(std::string_view name) const;

 private:
  std::map<std::string, std::string, std::less<>> urls_;
};

}  // namespace callboard::host
