#include "cli/invocation.hpp"

namespace callboard::host {

std::vector<std::string> Invocation::command(const std::string& name) const {
  std::vector<std::string> arguments{program.string()};
  if (!config.empty()) arguments.insert(arguments.end(), {"--config", std::filesystem::absolute(config).string()});
  for (const auto& one : overrides) arguments.insert(arguments.end(), {"--set", one});
  arguments.push_back(name);
  return arguments;
}

}  // namespace callboard::host
