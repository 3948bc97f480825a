#include "user_admin_data.hpp"

#include <callboard/moment.hpp>

#include "administration.hpp"

namespace accounts {

using namespace callboard;
using nlohmann::json;

namespace {

Text text_of_action(const std::string& action) {
  if (action == "created") return _("The account was made");
  if (action == "roles_changed") return _("The roles were changed");
  if (action == "renamed") return _("The user name was changed");
  if (action == "password_set") return _("An administrator set a password");
  if (action == "disabled") return _("The account was disabled");
  if (action == "enabled") return _("The account was enabled");
  if (action == "unlocked") return _("The account was unlocked");
  if (action == "mfa_off") return _("One-time codes were switched off");
  if (action == "mfa_off") return _("One-time codes were switched off");
  return Text::verbatim(action);
}

json changes_data(const std::vector<AuditChange>& changes) {
  auto data = json::array();
  for (const auto& change : changes) data.push_back({{"before", change.before}, {"after", change.after}});
  return data;
}

}  // namespace

std::string NameBook::name(UserId id) {
  const auto [entry, fresh] = known_.try_emplace(id);
  if (fresh) {
    const auto user = users_.find(tx_, id);
    entry->second = user ? user->name : "#" + std::to_string(static_cast<std::int64_t>(id));
  }
  return entry->second;
}

Text role_label(std::string_view role) {
  if (role == kStudent) return _("Student");
  if (role == kTeacher) return _("Teacher");
  if (role == kAdmin) return _("Administrator");
  return Text::verbatim(role);
}

json role_labels(const std::vector<std::string>& roles) {
  auto labels = json::array();
  for (const auto& role : roles) labels.push_back({{"label", role_label(role)}});
  return labels;
}

json role_choices(const User& user) {
  auto choices = json::array();
  for (const auto role : kRoles) {
    choices.push_back({{"value", role}, {"label", role_label(role)}, {"chosen", user.has_role(role)}});
  }
  return choices;
}

json summary_data(const UserSummary& user) {
  return {{"id", static_cast<std::int64_t>(user.id)},
          {"name", user.name},
          {"email", user.email},
          {"full_name", user.full_name},
          {"roles", role_labels(user.roles)},
          {"disabled", user.disabled}};
}

json journal_data(const std::vector<JournalEntry>& entries, NameBook& names) {
  auto data = json::array();
  for (const auto& entry : entries) {
    data.push_back({{"text", text_of(entry.event)},
                    {"at", moment(entry.at)},
                    {"by", entry.by ? names.name(*entry.by) : ""},
                    {"address", entry.address}});
  }
  return data;
}

json history_data(const std::vector<AuditedEntry>& entries, NameBook& names) {
  auto data = json::array();
  for (const auto& audited : entries) {
    data.push_back({{"text", text_of_action(audited.entry.action)},
                    {"at", moment(audited.at)},
                    {"by", audited.by == Visitor::Kind::Person ? names.name(UserId{audited.by_id}) : ""},
                    {"changes", changes_data(audited.entry.changes)}});
  }
  return data;
}

}  // namespace accounts
