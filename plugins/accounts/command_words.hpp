// A command's arguments: words, and options with a value (`--role admin`, `--role=admin`) or without. Values.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace accounts {

struct CommandWords {
  std::vector<std::string> words;
  std::map<std::string, std::string, std::less<>> options;  // "--role" → "admin"; a flag is empty

  // `valued` and `flags` are the options there are. Nothing where one is unknown, given twice, or lacks its value.
  // Behind `--` all are words.
  static std::optional<CommandWords> parse(const std::vector<std::string>& arguments,
                                           const std::vector<std::string>& valued,
                                           const std::vector<std::string>& flags = {});

  bool has(std::string_view option) const { return options.contains(option); }
  // Empty where it was not given.
  std::string value(std::string_view option) const;
};

}  // namespace accounts
