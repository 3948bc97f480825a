#include "command_words.hpp"

#include <algorithm>

namespace accounts {

namespace {

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

std::optional<CommandWords> CommandWords::parse(const std::vector<std::string>& arguments,
                                                const std::vector<std::string>& valued,
                                                const std::vector<std::string>& flags) {
  CommandWords parsed;
  bool only_words = false;
  for (auto argument = arguments.begin(); argument != arguments.end(); ++argument) {
    if (only_words || !argument->starts_with("--")) {
      parsed.words.push_back(*argument);
      continue;
    }
    only_words = *argument == "--";
    if (only_words) continue;
    const auto equals = argument->find('=');
    const auto name = argument->substr(0, equals);
    std::string value;
    if (contains(valued, name)) {
      if (equals == std::string::npos && ++argument == arguments.end()) return std::nullopt;
      value = equals == std::string::npos ? *argument : argument->substr(equals + 1);
    } else if (!contains(flags, *argument)) {
      return std::nullopt;
    }
    if (!parsed.options.emplace(name, value).second) return std::nullopt;
  }
  return parsed;
}

std::string CommandWords::value(std::string_view option) const {
  const auto found = options.find(option);
  return found == options.end() ? std::string() : found->second;
}

}  // namespace accounts
