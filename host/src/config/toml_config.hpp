// One section of a configuration as a Config: typed values with exact errors, and a memory of what was
// asked for, so that what nobody asked for can be reported.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "callboard/config.hpp"

namespace toml {
inline namespace v3 {
class node;
class table;
}  // namespace v3
}  // namespace toml

namespace callboard::host {

class ConfigDocument;

// A quoted key may be anything; an error message is one line of readable length.
std::string shown_key(std::string_view key);

// Thread-safe. Errors are ConfigError, "file:line: [section] key: what is wrong; what is expected".
class TomlConfig : public Config {
 public:
  // A section that is not there reads as an empty one.
  TomlConfig(std::shared_ptr<const ConfigDocument> document, std::string section);

  std::string text(std::string_view key, std::string fallback) const override;
  std::int64_t integer(std::string_view key, std::int64_t fallback, std::int64_t least,
                       std::int64_t most) const override;
  bool flag(std::string_view key, bool fallback) const override;
  std::vector<std::string> texts(std::string_view key, std::vector<std::string> fallback) const override;
  std::string choice(std::string_view key, std::string fallback,
                     const std::vector<std::string>& choices) const override;
  std::filesystem::path path(std::string_view key, std::filesystem::path fallback) const override;
  std::string secret(std::string_view key) const override;

  bool has(std::string_view key) const;
  // An error about `key`, with its line where it stands in the file.
  ConfigError fault(std::string_view key, const std::string& what) const;
  // What was asked for so far, in that order.
  std::vector<std::string> read_keys() const;
  // An error for each key that nobody asked for; sections inside this one only where `sections_too`.
  std::vector<std::string> unread_keys(bool sections_too = true) const;
  const ConfigDocument& document() const { return *document_; }

 private:
  const toml::node* find(std::string_view key) const;

  std::shared_ptr<const ConfigDocument> document_;
  std::string section_;
  const toml::table* table_;
  mutable std::mutex mutex_;
  mutable std::vector<std::string> read_;
};

}  // namespace callboard::host
