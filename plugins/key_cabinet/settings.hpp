// `[plugins.key_cabinet]` of the configuration.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>

#include <callboard/config.hpp>
#include <callboard/visitor.hpp>

namespace key_cabinet {

struct Settings {
  bool open = false;      // auth = "open": anybody who reaches the port may take keys
  std::string token_key;  // signs the device tokens; empty only where `open`
  callboard::Language messages = callboard::Language::Russian;
  std::chrono::seconds token_lifetime{};
  std::filesystem::path ca_folder;    // of the cabinets' CA and of the key that signs snapshots; empty: none
  std::chrono::hours offline_life{};  // how long a cabinet may decide alone by its last snapshot
  std::chrono::minutes code_lifetime{5};  // of a pickup code

  // Throws ConfigError.
  static Settings read(const callboard::Config& config);
};

}  // namespace key_cabinet
