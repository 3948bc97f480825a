// A translated text on its way into a template.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace callboard::host {

// `translated`, escaped for HTML where `html`; a placeholder {name} becomes the template's {{name}}.
// Throws TemplateError where the text has a brace that is no placeholder, or the translation one that
// the original has not.
std::string text_for_template(std::string_view original, std::string_view translated, bool html,
                              const std::filesystem::path& file, std::size_t line);

}  // namespace callboard::host
