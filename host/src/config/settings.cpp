#include "config/settings.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "config/document.hpp"
#include "config/host_sections.hpp"
#include "config/toml_text.hpp"

namespace callboard::host {
namespace {

std::string read_file(const std::filesystem::path& file) {
  std::error_code failed;
  const auto status = std::filesystem::status(file, failed);
  if (failed) throw ConfigErrors({file.string() + ": " + failed.message()});
  if (!std::filesystem::is_regular_file(status)) throw ConfigErrors({file.string() + ": is not a regular file"});
  std::ifstream in(file, std::ios::binary);
  if (!in) throw ConfigErrors({file.string() + ": " + std::strerror(errno)});
  // One byte more than is allowed, so that the parser's own check refuses what is larger.
  std::string text(kConfigSizeLimit + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (in.bad()) throw ConfigErrors({file.string() + ": cannot be read"});
  text.resize(static_cast<std::size_t>(in.gcount()));
  return text;
}

// Knows nothing of the machine: for finding out which keys there are.
class NoEnvironment : public ConfigEnvironment {
 public:
  std::string secret_file(const std::filesystem::path&) const override { return {}; }
  std::string variable(const std::string&) const override { return {}; }
  bool has_time_zone(const std::string&) const override { return true; }
  unsigned cores() const override { return 1; }
  std::filesystem::path prefix() const override { return "/usr"; }
};

}  // namespace

ConfigErrors::ConfigErrors(std::vector<std::string> messages)
    : ConfigError(fmt::format("{}", fmt::join(messages, "\n"))), messages_(std::move(messages)) {}

Settings parse_settings_text(std::string_view text, const std::filesystem::path& file,
                             const std::vector<std::string>& overrides,
                             std::shared_ptr<const ConfigEnvironment> environment) {
  Settings settings;
  settings.file = std::filesystem::absolute(file);
  settings.document = std::make_shared<ConfigDocument>(text, file, overrides, std::move(environment));
  std::vector<std::string> faults;
  HostSections(settings.document, faults).read_into(settings);
  if (!faults.empty()) throw ConfigErrors(std::move(faults));
  return settings;
}

Settings load_settings(const std::filesystem::path& file, const std::vector<std::string>& overrides) {
  const bool none = file.empty();
  return parse_settings_text(none ? std::string() : read_file(file), none ? "configuration" : file, overrides,
                             std::make_shared<SystemEnvironment>());
}

KnownSettings known_settings() {
  const auto document =
      std::make_shared<ConfigDocument>("", "none", std::vector<std::string>(), std::make_shared<NoEnvironment>());
  Settings settings;
  std::vector<std::string> faults;
  HostSections sections(document, faults);
  sections.read_into(settings);
  return sections.known();
}

}  // namespace callboard::host
