// A machine for configurations: secrets are what a test says they are.
#pragma once

#include <map>
#include <memory>
#include <stdexcept>
#include <string>

#include "config/environment.hpp"
#include "config/settings.hpp"

namespace callboard::host {

class FakeEnvironment : public ConfigEnvironment {
 public:
  std::string secret_file(const std::filesystem::path& path) const override {
    const auto found = files.find(path.string());
    if (found == files.end()) throw std::runtime_error(path.string() + ": No such file or directory");
    return found->second;
  }
  std::string variable(const std::string& name) const override {
    const auto found = variables.find(name);
    if (found == variables.end()) throw std::runtime_error("the environment variable " + name + " is not set");
    return found->second;
  }
  bool has_time_zone(const std::string& name) const override { return name == "UTC" || name == "Europe/Moscow"; }
  unsigned cores() const override { return 6; }
  std::filesystem::path prefix() const override { return "/usr"; }

  std::map<std::string, std::string> files = {{"/secret", "0123456789abcdef0123456789abcdef\n"}};
  std::map<std::string, std::string> variables;
};

inline constexpr const char* kMinimal = "[session]\nsecret_file = \"/secret\"\n";

inline Settings parse(const std::string& text, const std::vector<std::string>& overrides = {},
                      const FakeEnvironment& environment = {}) {
  return parse_settings_text(text, "/etc/c.toml", overrides, std::make_shared<FakeEnvironment>(environment));
}

// The errors of a configuration, or nothing where it holds.
inline std::vector<std::string> errors_of(const std::string& text, const std::vector<std::string>& overrides = {},
                                          const FakeEnvironment& environment = {}) {
  try {
    parse(text, overrides, environment);
  } catch (const ConfigErrors& errors) {
    return errors.messages();
  }
  return {};
}

}  // namespace callboard::host
