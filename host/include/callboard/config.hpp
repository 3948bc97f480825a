// A plugin's own part of the configuration: `[plugins.NAME]`. Values are read while the plugin
// registers; afterwards every key that nobody asked for is an error that names its line.
// A value of the wrong type or out of range throws ConfigError, which names the line too.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "callboard/api.hpp"

namespace callboard {

// The text names file, line and key: "callboard.toml:12: [plugins.courses] offer_hours: …".
class CALLBOARD_API ConfigError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
  ~ConfigError() override;
};

class CALLBOARD_API Config {
 public:
  virtual ~Config();

  virtual std::string text(std::string_view key, std::string fallback) const = 0;
  virtual std::int64_t integer(std::string_view key, std::int64_t fallback, std::int64_t least,
                               std::int64_t most) const = 0;
  virtual bool flag(std::string_view key, bool fallback) const = 0;
  virtual std::vector<std::string> texts(std::string_view key, std::vector<std::string> fallback) const = 0;
  // One of `choices`; anything else is an error that lists them.
  virtual std::string choice(std::string_view key, std::string fallback,
                             const std::vector<std::string>& choices) const = 0;
  // A path, relative to the configuration file's folder.
  virtual std::filesystem::path path(std::string_view key, std::filesystem::path fallback) const = 0;
  // A secret: the content of the file that `key_file` names, or the environment variable that
  // `key_env` names; never the value itself. Empty where neither is set. Trailing line ends go.
  virtual std::string secret(std::string_view key) const = 0;

  // Whole seconds, written as an integer.
  std::chrono::seconds seconds(std::string_view key, std::chrono::seconds fallback, std::chrono::seconds least,
                               std::chrono::seconds most) const {
    return std::chrono::seconds(integer(key, fallback.count(), least.count(), most.count()));
  }
};

}  // namespace callboard
