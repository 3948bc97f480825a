// What reading a configuration needs of the machine, as an interface: with another implementation
// any text can be parsed without touching a file.
#pragma once

#include <filesystem>
#include <string>

namespace callboard::host {

// Thread-safe.
class ConfigEnvironment {
 public:
  virtual ~ConfigEnvironment() = default;
  // The content of a file that holds a secret. Throws std::runtime_error that says why it cannot be
  // used: not readable, readable for everybody, too large.
  virtual std::string secret_file(const std::filesystem::path& path) const = 0;
  // Throws std::runtime_error where the variable is not set.
  virtual std::string variable(const std::string& name) const = 0;
  virtual bool has_time_zone(const std::string& name) const = 0;
  virtual unsigned cores() const = 0;
  // The folder above the one with the executable: /usr for /usr/bin/callboard.
  virtual std::filesystem::path prefix() const = 0;
};

class SystemEnvironment : public ConfigEnvironment {
 public:
  std::string secret_file(const std::filesystem::path& path) const override;
  std::string variable(const std::string& name) const override;
  bool has_time_zone(const std::string& name) const override;
  unsigned cores() const override;
  std::filesystem::path prefix() const override;
};

}  // namespace callboard::host
