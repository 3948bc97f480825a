// A template that cannot be used, found when the host starts: the text names file and line.
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>

#include <fmt/format.h>

namespace callboard::host {

class TemplateError : public std::runtime_error {
 public:
  TemplateError(const std::filesystem::path& file, std::size_t line, std::string_view what)
      : std::runtime_error(fmt::format("{}:{}: {}", file.string(), line, what)) {}
  TemplateError(const std::filesystem::path& file, std::string_view what)
      : std::runtime_error(fmt::format("{}: {}", file.string(), what)) {}
};

}  // namespace callboard::host
