#include "import_command.hpp"

#include <ostream>

#include <nlohmann/json.hpp>

#include "command_words.hpp"

namespace accounts {

using namespace callboard;

namespace {

constexpr const char* kImportUsage =
    "usage: callboard import users --from-sqlite FILE [--dry-run]\n"
    "Takes accounts over from an old system's SQLite file: the table user or users with username, email and password\n"
    "or password_hash (passlib's pbkdf2-sha256, Werkzeug's pbkdf2 and scrypt). It may be run again.\n";

// In quotes and with its control characters escaped: nobody writes to the terminal by his name.
std::string quoted(const std::string& name) {
  return nlohmann::json(name.substr(0, 80)).dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
}

}  // namespace

int import_users(const UserImport::Parts& parts, const std::vector<std::string>& arguments, std::ostream& out,
                 std::ostream& err) {
  const auto words = CommandWords::parse(arguments, {"--from-sqlite"}, {"--dry-run"});
  if (!words || !words->words.empty() || words->value("--from-sqlite").empty()) {
    err << kImportUsage;
    return 1;
  }
  const bool dry_run = words->has("--dry-run");
  try {
    OldUsersFile file(words->value("--from-sqlite"));
    const auto refused = [&](const OldUser& user, const Text& why) {
      err << "row " << user.row << ", " << quoted(user.name) << ": " << why.english() << "\n";
    };
    const auto counts = UserImport(parts).run(file, dry_run, refused);
    out << (dry_run ? "would take " : "taken ") << counts.taken << ", already there " << counts.already_there
        << ", refused " << counts.refused << "\n";
    return 0;
  } catch (const OldUsersFileError& error) {
    err << "import users: " << error.what() << "\n";
    return 1;
  }
}

}  // namespace accounts
