// The syntax of what stands between {{ and }}.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace callboard::host {

// What an include hands to the included file, where [[name]] stands for it.
using IncludeParameters = std::map<std::string, std::string, std::less<>>;

struct IncludeMarker {
  std::string name;  // "layout/field"
  IncludeParameters parameters;
};

// `>layout/field name="email" label=_("E-mail")`: a parameter that is a marked text stays marked.
// Throws TemplateError.
IncludeMarker parse_include(std::string_view marker, const std::filesystem::path& file, std::size_t line);

// A name as ctemplate takes it: `faults.email` becomes `faults__email`. Throws TemplateError where it
// is none (small ASCII letters, digits, single underscores).
std::string parse_name(std::string_view name, const std::filesystem::path& file, std::size_t line);

// `name` or `name:modifier`, as ctemplate takes it. Modifiers that could switch the escaping off are
// refused. Throws TemplateError.
std::string parse_variable(std::string_view marker, const std::filesystem::path& file, std::size_t line);

// Puts the parameters into an included file's source: [[name]], [[name|otherwise]], and
// [[#name]]…[[/name]] for a part that stands only where the parameter was given ([[^name]]: where not).
// Keeps line numbers.
// Throws TemplateError, also for a parameter that the source does not use.
std::string fill_parameters(const std::string& source, const IncludeParameters& parameters,
                            const std::filesystem::path& file);

// Whether a file takes parameters, so that it can only stand in another one.
bool needs_parameters(std::string_view source);

}  // namespace callboard::host
