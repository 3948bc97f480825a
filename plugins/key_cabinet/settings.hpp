// `[plugins.key_cabinet]` of the configuration.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>

#include <callboard/config.hpp>
#include <callboard/visitor.hpp>

namespace key_cabinet {

// What a cabinet has to prove itself with. Open: nothing, anybody who reaches the port may take keys.
enum class Auth { Certificate, Token, Either, Open };

struct Settings {
  Auth auth = Auth::Either;
  std::string token_key;  // signs the device tokens; empty: there are none
  callboard::Language messages = callboard::Language::Russian;
  std::chrono::seconds token_lifetime{};
  std::filesystem::path ca_folder;  // of the cabinets' CA and of the key that signs snapshots; empty: none
  std::chrono::seconds certificate_lifetime{};
  std::chrono::seconds silent_after{};    // a cabinet that was not heard of for so long is told to administrators
  std::chrono::hours offline_life{};      // how long a cabinet may decide alone by its last snapshot
  std::chrono::minutes code_lifetime{5};  // of a pickup code

  // Throws ConfigError.
  static Settings read(const callboard::Config& config);
};

}  // namespace key_cabinet
