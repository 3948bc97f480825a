#include "cabinet_commands.hpp"

#include <ostream>

#include <fmt/chrono.h>

namespace key_cabinet {

namespace {

constexpr const char* kUsage =
    "usage: callboard cabinet add NAME     enrol a cabinet and print its device token, once\n"
    "       callboard cabinet list         all cabinets\n"
    "       callboard cabinet revoke NAME  end the cabinet's tokens at once\n";

std::string date_of(callboard::Time time) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
  return fmt::format("{:%Y-%m-%d}", fmt::gmtime(std::chrono::system_clock::to_time_t(seconds)));
}

const char* fault_of(CabinetName name) {
  switch (name) {
    case CabinetName::Blank: return "the name is blank";
    case CabinetName::TooLong: return "the name is longer than 64 characters";
    case CabinetName::ControlCharacters: return "the name contains control characters";
    case CabinetName::Valid: break;
  }
  return nullptr;
}

}  // namespace

int CabinetCommands::run(const std::vector<std::string>& arguments, std::ostream& out, std::ostream& err) {
  if (arguments.size() == 1 && arguments[0] == "list") return list(out);
  if (arguments.size() == 2 && arguments[0] == "add") return add(arguments[1], out, err);
  if (arguments.size() == 2 && arguments[0] == "revoke") return revoke(arguments[1], out, err);
  err << kUsage;
  return 1;
}

int CabinetCommands::add(const std::string& name, std::ostream& out, std::ostream& err) {
  if (const char* fault = fault_of(check_cabinet_name(name))) {
    err << "cabinet add: " << fault << "\n";
    return 1;
  }
  const auto enrolled = cabinets_.enrol(name);
  if (!enrolled) {
    err << "cabinet add: \"" << name << "\" is enrolled and has its token; revoke it first to give it a new one\n";
    return 1;
  }
  // The token alone on the standard output, so that a script can take it.
  err << "cabinet " << static_cast<std::int64_t>(enrolled->id) << ", \"" << name << "\", holds until "
      << date_of(enrolled->expires) << ". This token is shown only now:\n";
  out << enrolled->token << "\n";
  return 0;
}

int CabinetCommands::list(std::ostream& out) {
  for (const auto& cabinet : cabinets_.list()) {
    out << static_cast<std::int64_t>(cabinet.id) << "\t" << (cabinet.trusted ? "trusted" : "revoked") << "\t"
        << cabinet.name << "\n";
  }
  return 0;
}

int CabinetCommands::revoke(const std::string& name, std::ostream& out, std::ostream& err) {
  if (!cabinets_.revoke(name)) {
    err << "cabinet revoke: there is no cabinet \"" << name << "\"\n";
    return 1;
  }
  out << "revoked: " << name << "\n";
  return 0;
}

}  // namespace key_cabinet
