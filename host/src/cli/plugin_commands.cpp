#include "cli/plugin_commands.hpp"

#include <algorithm>
#include <iterator>
#include <ostream>
#include <sstream>

#include <fmt/format.h>

namespace callboard::host {
namespace {

using Words = std::vector<std::string>;

Words words_of(const std::string& name) {
  std::istringstream in(name);
  return {std::istream_iterator<std::string>(in), {}};
}

bool begins_with(const Words& all, const Words& first) {
  return first.size() <= all.size() && std::equal(first.begin(), first.end(), all.begin());
}

void explain(const std::vector<Command>& commands, const std::string& word, std::ostream& err) {
  std::vector<Command> related;
  std::copy_if(commands.begin(), commands.end(), std::back_inserter(related),
               [&](const auto& command) { return begins_with(words_of(command.name), {word}); });
  if (related.empty()) {
    err << "callboard: there is no command \"" << word << "\"" << (commands.empty() ? "" : "; the plugins bring:");
  } else {
    err << "callboard: \"" << word << "\" is not a whole command; there are:";
  }
  err << "\n";
  for (const auto& known : related.empty() ? commands : related) {
    err << fmt::format("  {:<16} {}\n", known.name, known.help);
  }
}

}  // namespace

int run_plugin_command(const std::vector<Command>& commands, const Words& arguments, std::ostream& out,
                       std::ostream& err) {
  const Command* meant = nullptr;
  std::size_t length = 0;
  for (const auto& command : commands) {
    const auto name = words_of(command.name);
    if (name.size() <= length || !begins_with(arguments, name)) continue;
    meant = &command;
    length = name.size();
  }
  if (meant != nullptr) {
    return meant->run({arguments.begin() + static_cast<std::ptrdiff_t>(length), arguments.end()}, out, err);
  }
  explain(commands, arguments.front(), err);
  return 1;
}

}  // namespace callboard::host
