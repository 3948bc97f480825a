#include "config/document.hpp"

#include <utility>

#include <fmt/format.h>

#include "callboard/config.hpp"
#include "config/settings.hpp"
#include "config/toml_text.hpp"

namespace callboard::host {
namespace {

constexpr std::size_t kOverrideDepth = 8;

bool is_bare_key(std::string_view key) {
  return !key.empty() && key.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-") ==
                             std::string_view::npos;
}

// "plugins.courses.hours" in its parts.
std::vector<std::string> parts_of(std::string_view name, const std::string& origin) {
  std::vector<std::string> parts;
  for (;;) {
    const auto dot = name.find('.');
    const auto part = name.substr(0, dot);
    if (!is_bare_key(part)) throw ConfigError(origin + ": expected section.key=value");
    parts.emplace_back(part);
    if (dot == std::string_view::npos) break;
    name.remove_prefix(dot + 1);
  }
  if (parts.size() < 2 || parts.size() > kOverrideDepth) throw ConfigError(origin + ": expected section.key=value");
  return parts;
}

// `value` as a table with the single key "value": as TOML where it is that, else as a string.
toml::table value_of(std::string_view value, const std::string& origin) {
  try {
    auto parsed = parse_toml("value = " + std::string(value), origin);
    if (parsed.size() == 1) return parsed;
  } catch (const ConfigError&) {
    // Not TOML: a plain word, a path, an address.
  }
  std::string quoted;
  for (const char c : value) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return parse_toml("value = \"" + quoted + "\"", origin);
}

void override_one(toml::table& root, const std::string& text) {
  const auto equals = text.find('=');
  // The value may be a secret that somebody put in by mistake, so it is not repeated.
  const std::string origin = "--set " + text.substr(0, equals);
  if (equals == std::string::npos) throw ConfigError(origin + ": expected section.key=value");
  const auto parts = parts_of(std::string_view(text).substr(0, equals), origin);
  toml::table* table = &root;
  for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
    auto* child = table->get(parts[i]);
    if (!child) child = &table->insert_or_assign(parts[i], toml::table()).first->second;
    table = child->as_table();
    if (!table) throw ConfigError(origin + ": " + parts[i] + " is not a section");
  }
  auto holder = value_of(std::string_view(text).substr(equals + 1), origin);
  // Moved, not copied: a copied node forgets where it came from.
  holder.get("value")->visit([&](auto& node) { table->insert_or_assign(parts.back(), std::move(node)); });
}

}  // namespace

ConfigDocument::ConfigDocument(std::string_view text, const std::filesystem::path& file,
                               const std::vector<std::string>& overrides,
                               std::shared_ptr<const ConfigEnvironment> environment)
    : file_(file.string()),
      folder_(std::filesystem::absolute(file).parent_path()),
      environment_(std::move(environment)) {
  std::vector<std::string> faults;
  try {
    root_ = parse_toml(text, file_);
  } catch (const ConfigError& error) {
    faults.emplace_back(error.what());
  }
  for (const auto& one : overrides) {
    try {
      override_one(root_, one);
    } catch (const ConfigError& error) {
      faults.emplace_back(error.what());
    }
  }
  if (!faults.empty()) throw ConfigErrors(std::move(faults));
}

const toml::table* ConfigDocument::section(std::string_view name) const {
  const toml::table* table = &root_;
  while (table && !name.empty()) {
    const auto dot = name.find('.');
    const auto* node = table->get(name.substr(0, dot));
    table = node ? node->as_table() : nullptr;
    name = dot == std::string_view::npos ? std::string_view() : name.substr(dot + 1);
  }
  return table;
}

std::string ConfigDocument::place_of(const toml::node& node) const {
  const auto& source = node.source();
  if (source.path && *source.path != file_) return *source.path;
  if (source.begin.line == 0) return file_;
  return fmt::format("{}:{}", file_, source.begin.line);
}

}  // namespace callboard::host
