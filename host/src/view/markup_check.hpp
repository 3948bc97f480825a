// Looks at a template's tags for what auto-escape cannot make safe, and for what the site's
// Content-Security-Policy would not run anyway.
#pragma once

#include <filesystem>
#include <string_view>

namespace callboard::host {

// Throws TemplateError for: a script without src, a style element, a style or on… attribute; a value
// as a tag's or an attribute's name, or in an attribute without quotes; a value in srcdoc, formaction or another
// attribute whose URLs ctemplate does not check; a URL that could get its scheme from a value that
// ctemplate takes for a later part.
void check_markup(const std::filesystem::path& file, std::string_view source);

}  // namespace callboard::host
