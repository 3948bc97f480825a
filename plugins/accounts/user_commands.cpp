#include "user_commands.hpp"

#include <algorithm>
#include <ostream>

#include <fmt/chrono.h>

#include "names.hpp"
#include "password_input.hpp"

namespace accounts {

using namespace callboard;

namespace {

constexpr const char* kUserUsage =
    "usage: callboard user create --role student|teacher|admin NAME [--email ADDRESS] [--password-file FILE]\n"
    "       callboard user list                       all accounts: id, name, e-mail, roles, state\n"
    "       callboard user show NAME                  one account and what happened to it lately\n"
    "       callboard user role NAME add|remove ROLE  change its roles; ends its sessions\n"
    "       callboard user disable NAME               it cannot sign in until it is enabled\n"
    "       callboard user enable NAME\n"
    "       callboard user unlock NAME                forget wrong passwords\n"
    "       callboard user mfa-off NAME               switch one-time codes off: phone and recovery codes are lost\n"
    "       callboard user password NAME [--password-file FILE]\n"
    "                                                 set a password; ends its sessions\n"
    "       callboard user delete NAME                with all that is kept about the person\n"
    "NAME is a user name or an e-mail address. A password is asked for, or read from FILE or the standard input.\n";

const Client kConsole{"", "callboard user", Language::English};

std::string time_text(Time time) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
  return fmt::format("{:%Y-%m-%d %H:%M:%S} UTC", fmt::gmtime(std::chrono::system_clock::to_time_t(seconds)));
}

std::string with_commas(const std::vector<std::string>& roles) { return fmt::format("{}", fmt::join(roles, ",")); }

int usage(std::ostream& err) {
  err << kUserUsage;
  return 1;
}

std::vector<std::string> options_of(std::string_view verb) {
  if (verb == "create") return {"--role", "--email", "--password-file"};
  if (verb == "password") return {"--password-file"};
  return {};
}

bool is_for_all(std::string_view verb) { return verb == "create" || verb == "list"; }

using Outcome = Administration::Outcome;

int tell(Outcome outcome, const std::string& name, const std::string& done, std::ostream& out, std::ostream& err) {
  switch (outcome) {
    case Outcome::Done: out << done << ": " << name << "\n"; return 0;
    case Outcome::Unchanged: out << "nothing to change: " << name << "\n"; return 0;
    case Outcome::LastAdmin:
      err << "user: " << name << " is the last admin who can sign in; make another one first\n";
      return 1;
    case Outcome::NoRole: break;
  }
  err << "user: the roles are student, teacher and admin, and an account has at least one\n";
  return 1;
}

bool is_role(std::string_view role) { return std::find(kRoles.begin(), kRoles.end(), role) != kRoles.end(); }

}  // namespace

int UserCommands::run(const std::vector<std::string>& arguments, std::ostream& out, std::ostream& err) const {
  if (arguments.empty()) return usage(err);
  const auto& verb = arguments.front();
  const auto words = CommandWords::parse({arguments.begin() + 1, arguments.end()}, options_of(verb));
  if (!words) return usage(err);
  try {
    if (verb == "list" && words->words.empty()) return list(out);
    if (verb == "create" && words->words.size() == 1 && words->has("--role")) return create(*words, out, err);
    if (is_for_all(verb) || words->words.empty()) return usage(err);
    const auto user = find(words->words.front());
    if (user) return about_one(verb, *user, *words, out, err);
    err << "user " << verb << ": there is no account \"" << words->words.front() << "\"\n";
  } catch (const PasswordInputError& error) {
    err << "user " << verb << ": " << error.what() << "\n";
  }
  return 1;
}

int UserCommands::create(const CommandWords& words, std::ostream& out, std::ostream& err) const {
  const auto role = words.value("--role");
  if (!is_role(role)) {
    err << "user create: \"" << role << "\" is no role; there are student, teacher and admin\n";
    return 1;
  }
  // Whoever may do this vouches for the address.
  const Registrant registrant{
      words.words.front(), words.value("--email"), read_password(words, err), role, true, kConsole};
  const auto added = parts_.administration.add(console(), registrant);
  for (const auto& [field, fault] : added.faults.all()) err << "user create: " << fault.english() << "\n";
  if (!added.user) return 1;
  out << "created: " << registrant.name << ", " << role << ", id " << static_cast<std::int64_t>(*added.user) << "\n";
  return 0;
}

int UserCommands::list(std::ostream& out) const {
  constexpr int kPortion = 500;
  std::string last;
  for (;;) {
    const auto users =
        parts_.database.read_single([&](Transaction& tx) { return parts_.directory.page(tx, last, kPortion); });
    for (const auto& user : users) {
      out << fmt::format("{}\t{}\t{}\t{}\t{}\n", static_cast<std::int64_t>(user.id), user.name,
                         user.email.empty() ? "-" : user.email, with_commas(user.roles),
                         user.disabled ? "disabled" : "enabled");
    }
    if (users.size() < kPortion) return 0;
    last = users.back().name_key;
  }
}

std::optional<User> UserCommands::find(const std::string& login) const {
  return parts_.database.read_single([&](Transaction& tx) {
    return login.find('@') == std::string::npos ? parts_.users.find_by_name(tx, user_name_key(login))
                                                : parts_.users.find_by_email(tx, email_key(login));
  });
}

int UserCommands::about_one(const std::string& verb, const User& user, const CommandWords& words, std::ostream& out,
                            std::ostream& err) const {
  if (verb == "role" && words.words.size() == 3) return change_role(user, words, out, err);
  if (words.words.size() != 1) return usage(err);
  const auto by = console();
  const auto& administration = parts_.administration;
  if (verb == "show") return show(user, out);
  if (verb == "password") return set_password(user, words, out, err);
  if (verb == "disable") return tell(administration.disable(by, user.id, kConsole), user.name, "disabled", out, err);
  if (verb == "enable") return tell(administration.enable(by, user.id, kConsole), user.name, "enabled", out, err);
  if (verb == "delete") return tell(administration.remove(by, user.id), user.name, "deleted", out, err);
  if (verb == "mfa-off") {
    const bool done = parts_.mfa_reset.switch_off(by, user.id, kConsole);
    return tell(done ? Outcome::Done : Outcome::Unchanged, user.name, "one-time codes off", out, err);
  }
  if (verb != "unlock") return usage(err);
  administration.unlock(by, user.id, kConsole);
  return tell(Outcome::Done, user.name, "unlocked", out, err);
}

int UserCommands::show(const User& user, std::ostream& out) const {
  out << fmt::format("id         {}\nname       {}\n", static_cast<std::int64_t>(user.id), user.name);
  if (!user.email.empty())
    out << "e-mail     " << user.email << (user.email_verified ? "" : " (not confirmed)") << "\n";
  if (!user.full_name.empty()) out << "full name  " << user.full_name << "\n";
  out << "roles      " << with_commas(user.roles) << "\ncreated    " << time_text(user.created_at) << "\n";
  if (user.disabled_at) out << "disabled   " << time_text(*user.disabled_at) << "\n";
  constexpr int kLately = 10;
  const auto entries =
      parts_.database.read_single([&](Transaction& tx) { return parts_.journal.read(tx, user.id, 0, kLately); });
  for (const auto& entry : entries) {
    out << time_text(entry.at) << "  " << text_of(entry.event).english() << "  " << entry.address << "\n";
  }
  return 0;
}

int UserCommands::change_role(const User& user, const CommandWords& words, std::ostream& out, std::ostream& err) const {
  const auto& change = words.words[1];
  const auto& role = words.words[2];
  if (!is_role(role) || (change != "add" && change != "remove")) return usage(err);
  auto roles = user.roles;
  std::erase(roles, role);
  if (change == "add") roles.push_back(role);
  const auto outcome = parts_.administration.set_roles(console(), user.id, roles, kConsole);
  return tell(outcome, user.name, role + (change == "add" ? " added" : " removed"), out, err);
}

int UserCommands::set_password(const User& user, const CommandWords& words, std::ostream& out,
                               std::ostream& err) const {
  const Administration::Change change{.name = {}, .password = read_password(words, err)};
  const auto changed = parts_.administration.change(console(), user.id, change, kConsole);
  for (const auto& [field, fault] : changed.faults.all()) err << "user password: " << fault.english() << "\n";
  if (changed.faults) return 1;
  out << "password set: " << user.name << "\n";
  return 0;
}

std::string UserCommands::read_password(const CommandWords& words, std::ostream& err) const {
  if (words.has("--password-file")) return password_from_file(words.value("--password-file"));
  return password_from(input_, err);
}

}  // namespace accounts
