// Reads one of the host's own sections: an error is kept and the default taken, so that all errors of
// a configuration come out together.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config/toml_config.hpp"

namespace callboard::host {

class SectionReader {
 public:
  SectionReader(std::shared_ptr<const ConfigDocument> document, std::string section, std::vector<std::string>& faults)
      : name_(section), config_(std::move(document), std::move(section)), faults_(faults) {}

  std::string text(std::string_view key, const std::string& fallback) {
    return kept(fallback, [&] { return config_.text(key, fallback); });
  }
  // Converted to `Number`, which must hold `most`.
  template <typename Number>
  Number integer(std::string_view key, Number fallback, std::int64_t least, std::int64_t most) {
    return kept(fallback, [&] {
      return static_cast<Number>(config_.integer(key, static_cast<std::int64_t>(fallback), least, most));
    });
  }
  // A duration as a whole number of its own unit.
  template <typename Duration>
  Duration duration(std::string_view key, Duration fallback, Duration least, Duration most) {
    return Duration(integer(key, fallback.count(), least.count(), most.count()));
  }
  std::vector<std::string> texts(std::string_view key, const std::vector<std::string>& fallback) {
    return kept(fallback, [&] { return config_.texts(key, fallback); });
  }
  std::string choice(std::string_view key, const std::string& fallback, const std::vector<std::string>& choices) {
    return kept(fallback, [&] { return config_.choice(key, fallback, choices); });
  }
  std::filesystem::path path(std::string_view key, const std::filesystem::path& fallback) {
    return path_in({}, key, fallback);
  }
  // Relative to `folder` instead of the configuration's folder.
  std::filesystem::path path_in(const std::filesystem::path& folder, std::string_view key,
                                const std::filesystem::path& fallback);
  // One path, or a list of them.
  std::vector<std::filesystem::path> paths(std::string_view key, const std::filesystem::path& fallback);
  std::string secret(std::string_view key) {
    return kept(std::string(), [&] { return config_.secret(key); });
  }

  void fault(std::string_view key, const std::string& what) { faults_.emplace_back(config_.fault(key, what).what()); }
  // To be called last: what nobody asked for is an error. Sections inside may be somebody else's.
  void refuse_unread(bool sections_too = true) {
    for (auto& one : config_.unread_keys(sections_too)) faults_.push_back(std::move(one));
  }

  const std::string& name() const { return name_; }
  const TomlConfig& config() const { return config_; }

 private:
  template <typename Value, typename Read>
  Value kept(const Value& fallback, const Read& read) {
    try {
      return read();
    } catch (const ConfigError& error) {
      faults_.emplace_back(error.what());
      return fallback;
    }
  }

  std::string name_;
  TomlConfig config_;
  std::vector<std::string>& faults_;
};

}  // namespace callboard::host
