#include "cabinet_commands.hpp"

#include <charconv>
#include <ostream>

#include <fmt/chrono.h>

#include "credential_files.hpp"

namespace key_cabinet {

using namespace callboard;

namespace {

constexpr const char* kUsage =
    "usage: callboard cabinet init            make the cabinets' CA in ca_folder, once\n"
    "       callboard cabinet add NAME …      enrol a cabinet and print its device token, once\n"
    "       callboard cabinet rotate NAME …   give it new credentials; what it had ends\n"
    "       callboard cabinet list            id, state, name, last seen, firmware, token and certificate until\n"
    "       callboard cabinet revoke NAME     end all its credentials at once\n"
    "       callboard cabinet crl             write crl.pem in ca_folder anew\n"
    "\n"
    "  --token            a device token on the standard output (the default)\n"
    "  --certificate DIR  a certificate, its key and the CA as files in DIR; without --token that alone\n"
    "  --csr FILE         with --certificate: for the key that the device has made itself (ECDSA P-256)\n"
    "  --grace HOURS      rotate: what it had goes on for so long (0 to 8760; default: 0)\n";

constexpr int kMostGrace = 8760;

std::string date_of(Time time) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
  return fmt::format("{:%Y-%m-%d}", fmt::gmtime(std::chrono::system_clock::to_time_t(seconds)));
}

std::string date_of(const std::optional<Time>& time) { return time ? date_of(*time) : "-"; }

std::string minute_of(const std::optional<Time>& time) {
  if (!time) return "never";
  const auto seconds = std::chrono::floor<std::chrono::seconds>(*time);
  return fmt::format("{:%Y-%m-%dT%H:%MZ}", fmt::gmtime(std::chrono::system_clock::to_time_t(seconds)));
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

std::optional<std::chrono::hours> hours_of(const std::string& text) {
  int hours = -1;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), hours);
  if (read.ec != std::errc{} || read.ptr != text.data() + text.size()) return std::nullopt;
  if (hours < 0 || hours > kMostGrace) return std::nullopt;
  return std::chrono::hours(hours);
}

// Takes the option at `at`, and its value. False where it is none.
bool take_option(CabinetOptions& options, const std::vector<std::string>& arguments, std::size_t& at, bool with_grace) {
  const auto& option = arguments[at];
  if (option == "--token") return options.token = true;
  if (at + 1 >= arguments.size()) return false;
  const auto& value = arguments[++at];
  if (option == "--certificate" && options.certificate.empty())
    options.certificate = value;
  else if (option == "--csr" && options.request.empty())
    options.request = value;
  else if (option == "--grace" && with_grace)
    return (options.grace = hours_of(value)).has_value();
  else
    return false;
  return !value.empty();
}

WantedCredentials wanted_by(const CabinetOptions& options) {
  WantedCredentials wanted;
  wanted.certificate = !options.certificate.empty();
  wanted.token = options.token || !wanted.certificate;
  if (options.request.empty()) return wanted;
  const auto request = read_small_file(options.request, kMostRequest);
  if (!request) throw FileError(options.request + ": not there");
  wanted.request = *request;
  if (wanted.request.empty()) throw FileError(options.request + ": empty");
  return wanted;
}

// Looked at before anything is made.
std::optional<CredentialFiles> files_of(const CabinetOptions& options) {
  if (options.certificate.empty()) return std::nullopt;
  return CredentialFiles(options.certificate);
}

}  // namespace

std::optional<CabinetOptions> cabinet_options(const std::vector<std::string>& arguments, bool with_grace) {
  if (arguments.size() < 2) return std::nullopt;
  CabinetOptions options;
  options.name = arguments[1];
  for (std::size_t at = 2; at < arguments.size(); ++at) {
    if (!take_option(options, arguments, at, with_grace)) return std::nullopt;
  }
  if (!options.request.empty() && options.certificate.empty()) return std::nullopt;
  return options;
}

int CabinetCommands::run(const std::vector<std::string>& arguments, std::ostream& out, std::ostream& err) {
  const auto fail = [&](const std::exception& error) {
    err << "cabinet " << arguments.front() << ": " << error.what() << "\n";
    return 1;
  };
  try {
    return dispatch(arguments, out, err);
  } catch (const FileError& error) {
    return fail(error);
  } catch (const CryptoError& error) {
    return fail(error);
  }
}

int CabinetCommands::dispatch(const std::vector<std::string>& arguments, std::ostream& out, std::ostream& err) {
  const std::string what = arguments.empty() ? "" : arguments[0];
  const auto count = arguments.size();
  if (what == "list" && count == 1) return list(out);
  if (what == "init" && count == 1) return init(err);
  if (what == "crl" && count == 1) return write_revocations(err);
  if (what == "revoke" && count == 2) return revoke(arguments[1], out, err);
  if (what == "add") {
    if (const auto options = cabinet_options(arguments, false)) return add(*options, out, err);
  }
  if (what == "rotate") {
    if (const auto options = cabinet_options(arguments, true)) return rotate(*options, out, err);
  }
  err << kUsage;
  return 1;
}

int CabinetCommands::init(std::ostream& err) {
  if (!folder_.configured()) {
    err << "cabinet init: set ca_folder in [plugins.key_cabinet] first\n";
    return 1;
  }
  make_ca_folder(folder_, site_.info()->name, clock_.now());
  err << "the cabinets' CA is in " << folder_.path().string()
      << ": nginx needs ca.pem and crl.pem (nginx/README.md); keep a copy of ca.key and snapshot.key where it is "
         "safe\n";
  return 0;
}

int CabinetCommands::add(const CabinetOptions& options, std::ostream& out, std::ostream& err) {
  if (const char* fault = fault_of(check_cabinet_name(options.name))) {
    err << "cabinet add: " << fault << "\n";
    return 1;
  }
  const auto wanted = wanted_by(options);
  const auto files = files_of(options);
  const auto made = cabinets_.enrol(console(), options.name, wanted);
  if (!made) {
    err << "cabinet add: \"" << options.name
        << "\" is enrolled and has its credentials; revoke it first, or give it new ones with \"cabinet rotate\"\n";
    return 1;
  }
  return hand_over(options, *made, out, err);
}

int CabinetCommands::rotate(const CabinetOptions& options, std::ostream& out, std::ostream& err) {
  const auto cabinet = cabinets_.find(options.name);
  if (!cabinet) {
    err << "cabinet rotate: there is no cabinet \"" << options.name << "\"\n";
    return 1;
  }
  const auto wanted = wanted_by(options);
  const auto files = files_of(options);
  const auto grace = options.grace.value_or(std::chrono::hours(0));
  const auto made = cabinets_.rotate(console(), cabinet->id, wanted, grace);
  revocations_.try_to_write();
  return hand_over(options, made, out, err);
}

// What cannot be handed over is nobody's: it is revoked again.
int CabinetCommands::hand_over(const CabinetOptions& options, const Credentials& made, std::ostream& out,
                               std::ostream& err) {
  if (!made.certificate.empty()) {
    try {
      CredentialFiles(options.certificate).write(made);
    } catch (const FileError&) {
      cabinets_.revoke(console(), made.id);
      err << "the credentials could not be written and were revoked\n";
      throw;
    }
    err << "cabinet " << static_cast<std::int64_t>(made.id) << ", \"" << options.name << "\": its certificate in "
        << options.certificate << " holds until " << date_of(made.certificate_expires) << "\n";
  }
  if (made.token.empty()) return 0;
  // The token alone on the standard output, so that a script can take it.
  err << "cabinet " << static_cast<std::int64_t>(made.id) << ", \"" << options.name << "\", holds until "
      << date_of(made.expires) << ". This token is shown only now:\n";
  out << made.token << "\n";
  return 0;
}

int CabinetCommands::list(std::ostream& out) {
  for (const auto& cabinet : cabinets_.list()) {
    out << static_cast<std::int64_t>(cabinet.id) << "\t" << (cabinet.trusted ? "trusted" : "revoked") << "\t"
        << cabinet.name << "\t" << minute_of(cabinet.last_seen) << "\t"
        << (cabinet.firmware.empty() ? "-" : cabinet.firmware) << "\t" << date_of(cabinet.token_until) << "\t"
        << date_of(cabinet.certificate_until) << "\n";
  }
  return 0;
}

int CabinetCommands::revoke(const std::string& name, std::ostream& out, std::ostream& err) {
  const auto cabinet = cabinets_.find(name);
  if (!cabinet) {
    err << "cabinet revoke: there is no cabinet \"" << name << "\"\n";
    return 1;
  }
  cabinets_.revoke(console(), cabinet->id);
  revocations_.try_to_write();
  out << "revoked: " << name << "\n";
  return 0;
}

int CabinetCommands::write_revocations(std::ostream& err) {
  const auto count = revocations_.write();
  err << "crl.pem is written, with " << count << " revoked certificates; reload nginx\n";
  return 0;
}

}  // namespace key_cabinet
