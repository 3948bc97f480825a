// The translations: gettext catalogues, LOCALE/<language>/LC_MESSAGES/callboard.mo. English needs
// none, since the originals are English.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "callboard/text.hpp"
#include "callboard/visitor.hpp"

namespace callboard::host {

// Immutable once made: safe to share between threads.
class Catalogue {
 public:
  // Throws std::runtime_error where a language's catalogue is missing or broken.
  explicit Catalogue(const std::filesystem::path& locale);
  ~Catalogue();

  // The translation of an original as it stands, placeholders included; the original where there is none.
  std::string lookup(std::string_view original, Language language) const;
  // The text in that language, with its values put in and the plural form that its count asks for.
  std::string translate(const Text& text, Language language) const;

 private:
  struct Messages;
  std::unique_ptr<const Messages> russian_;
};

}  // namespace callboard::host
