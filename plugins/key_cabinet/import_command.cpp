#include "import_command.hpp"

#include <optional>
#include <ostream>

#include <nlohmann/json.hpp>

namespace key_cabinet {

using namespace callboard;

namespace {

constexpr const char* kUsage =
    "usage: callboard import key-cabinet --from-sqlite FILE [--dry-run]\n"
    "Takes holders, their keys and what they have out over from the old key server's SQLite file: the table users "
    "with\n"
    "fullname, serial, access and taken_keys (JSON lists). It may be run again.\n";

struct Arguments {
  std::string file;
  bool dry_run = false;
};

std::optional<Arguments> parse(const std::vector<std::string>& words) {
  Arguments arguments;
  const std::string option = "--from-sqlite";
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == "--dry-run" && !arguments.dry_run) {
      arguments.dry_run = true;
    } else if (words[i] == option && i + 1 < words.size() && arguments.file.empty()) {
      arguments.file = words[++i];
    } else if (words[i].starts_with(option + "=") && arguments.file.empty()) {
      arguments.file = words[i].substr(option.size() + 1);
    } else {
      return std::nullopt;
    }
  }
  return arguments.file.empty() ? std::nullopt : std::optional(arguments);
}

// In quotes and with its control characters escaped: nobody writes to the terminal by his name.
std::string quoted(const std::string& name) {
  return nlohmann::json(name.substr(0, 80)).dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
}

// A text may hold what stood in the file.
std::string one_line(std::string text) {
  for (auto& c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = '?';
  }
  return text;
}

}  // namespace

int import_keys(const KeyImport::Parts& parts, const std::vector<std::string>& arguments, std::ostream& out,
                std::ostream& err) {
  const auto parsed = parse(arguments);
  if (!parsed) {
    err << kUsage;
    return 1;
  }
  try {
    OldKeysFile file(parsed->file);
    const auto told = [&](const OldHolder& holder, const Text& why) {
      err << "row " << holder.row << ", " << quoted(holder.fullname) << ": " << one_line(why.english()) << "\n";
    };
    const auto counts = KeyImport(parts).run(file, parsed->dry_run, told);
    out << (parsed->dry_run ? "would take " : "taken ") << counts.holders.taken << ", already there "
        << counts.holders.already_there << ", refused " << counts.holders.refused << "; keys out " << counts.keys_out
        << ", in doubt " << counts.keys_in_doubt << "\n";
    return 0;
  } catch (const OldFileError& error) {
    err << "import key-cabinet: " << error.what() << "\n";
    return 1;
  }
}

}  // namespace key_cabinet
