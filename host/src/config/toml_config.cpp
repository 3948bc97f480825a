#include "config/toml_config.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "config/document.hpp"
#include "config/edit_distance.hpp"

namespace callboard::host {
namespace {

constexpr std::size_t kTextLimit = 4096;  // bytes
constexpr std::size_t kListLimit = 1000;

std::string_view kind_of(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::table: return "a section";
    case toml::node_type::array: return "a list";
    case toml::node_type::string: return "a string";
    case toml::node_type::integer: return "an integer";
    case toml::node_type::floating_point: return "a floating-point number";
    case toml::node_type::boolean: return "a boolean";
    case toml::node_type::none: break;
    default: return "a date or time";
  }
  return "nothing";
}

std::string wrong_type(const toml::node& node, std::string_view expected) {
  return fmt::format("this is {}; expected {}", kind_of(node), expected);
}

// Escapes can bring into a string what the text itself may not hold.
bool has_control_characters(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; });
}

std::string fault_of_text(std::string_view text) {
  if (text.size() > kTextLimit) return "is longer than 4096 bytes";
  if (has_control_characters(text)) return "holds a control character";
  return {};
}

std::string listed(const std::vector<std::string>& choices) {
  std::string result;
  for (const auto& choice : choices) result += (result.empty() ? "\"" : ", \"") + choice + "\"";
  return result;
}

}  // namespace

std::string shown_key(std::string_view key) {
  constexpr std::size_t kShown = 100;
  std::string result(key.substr(0, kShown));
  std::replace_if(
      result.begin(), result.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; }, '?');
  return result;
}

TomlConfig::TomlConfig(std::shared_ptr<const ConfigDocument> document, std::string section)
    : document_(std::move(document)), section_(std::move(section)), table_(document_->section(section_)) {}

const toml::node* TomlConfig::find(std::string_view key) const {
  {
    const std::lock_guard lock(mutex_);
    if (std::find(read_.begin(), read_.end(), key) == read_.end()) read_.emplace_back(key);
  }
  return table_ ? table_->get(key) : nullptr;
}

ConfigError TomlConfig::fault(std::string_view key, const std::string& what) const {
  const auto* node = table_ ? table_->get(key) : nullptr;
  const auto place = node ? document_->place_of(*node) : document_->file();
  return ConfigError(fmt::format("{}: [{}] {}: {}", place, section_, shown_key(key), what));
}

bool TomlConfig::has(std::string_view key) const { return find(key) != nullptr; }

std::string TomlConfig::text(std::string_view key, std::string fallback) const {
  const auto* node = find(key);
  if (!node) return fallback;
  const auto* value = node->as_string();
  if (!value) throw fault(key, wrong_type(*node, "a string"));
  if (const auto what = fault_of_text(value->get()); !what.empty()) throw fault(key, "the string " + what);
  return value->get();
}

std::int64_t TomlConfig::integer(std::string_view key, std::int64_t fallback, std::int64_t least,
                                 std::int64_t most) const {
  const auto* node = find(key);
  if (!node) return fallback;
  const auto expected = fmt::format("an integer from {} to {}", least, most);
  const auto* value = node->as_integer();
  if (!value) throw fault(key, wrong_type(*node, expected));
  if (value->get() < least || value->get() > most) {
    throw fault(key, fmt::format("{} is out of range; expected {}", value->get(), expected));
  }
  return value->get();
}

bool TomlConfig::flag(std::string_view key, bool fallback) const {
  const auto* node = find(key);
  if (!node) return fallback;
  const auto* value = node->as_boolean();
  if (!value) throw fault(key, wrong_type(*node, "true or false"));
  return value->get();
}

std::vector<std::string> TomlConfig::texts(std::string_view key, std::vector<std::string> fallback) const {
  const auto* node = find(key);
  if (!node) return fallback;
  const auto* list = node->as_array();
  if (!list) throw fault(key, wrong_type(*node, "a list of strings"));
  if (list->size() > kListLimit) throw fault(key, "the list has more than 1000 members");
  std::vector<std::string> result;
  for (const auto& member : *list) {
    const auto* value = member.as_string();
    if (!value) throw fault(key, fmt::format("member {}: {}", result.size() + 1, wrong_type(member, "a string")));
    const auto what = fault_of_text(value->get());
    if (!what.empty()) throw fault(key, fmt::format("member {}: the string {}", result.size() + 1, what));
    result.push_back(value->get());
  }
  return result;
}

std::string TomlConfig::choice(std::string_view key, std::string fallback,
                               const std::vector<std::string>& choices) const {
  auto value = text(key, std::move(fallback));
  if (std::find(choices.begin(), choices.end(), value) != choices.end()) return value;
  throw fault(key, fmt::format("\"{}\" is not known here; expected one of {}", shown_key(value), listed(choices)));
}

std::filesystem::path TomlConfig::path(std::string_view key, std::filesystem::path fallback) const {
  const std::filesystem::path value(text(key, fallback.string()));
  return value.empty() ? value : (document_->folder() / value).lexically_normal();
}

std::string TomlConfig::secret(std::string_view key) const {
  const std::string name(key);
  const auto by_file = name + "_file";
  const auto by_env = name + "_env";
  if (has(name)) {
    throw fault(name,
                "a secret does not stand in the configuration or on the command line; name a file that holds it with " +
                    by_file + ", or an environment variable with " + by_env);
  }
  const auto file = path(by_file, {});
  const auto variable = text(by_env, {});
  if (file.empty() && variable.empty()) return {};
  if (!file.empty() && !variable.empty()) throw fault(by_env, by_file + " is set too; expected only one of them");
  const auto& source = file.empty() ? by_env : by_file;
  std::string value;
  try {
    const auto& environment = document_->environment();
    value = file.empty() ? environment.variable(variable) : environment.secret_file(file);
  } catch (const std::runtime_error& error) {
    throw fault(source, error.what());
  }
  while (!value.empty() && (value.back() == '\n' || value.back() == '\r')) value.pop_back();
  if (value.empty()) throw fault(source, "the secret is empty");
  // Many libraries take a secret as a C string and would silently use its beginning.
  if (value.find('\0') != std::string::npos) throw fault(source, "the secret holds a zero byte");
  return value;
}

std::vector<std::string> TomlConfig::read_keys() const {
  const std::lock_guard lock(mutex_);
  return read_;
}

std::vector<std::string> TomlConfig::unread_keys(bool sections_too) const {
  std::vector<std::string> faults;
  if (!table_) return faults;
  const auto known = read_keys();
  for (const auto& [key, node] : *table_) {
    const std::string_view name = key.str();
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    if (node.is_table() && !sections_too) continue;
    faults.emplace_back(fault(name, "there is no such key" + did_you_mean(name, known)).what());
  }
  return faults;
}

}  // namespace callboard::host
