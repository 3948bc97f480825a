#include "users_admin.hpp"

#include <array>

#include "client.hpp"
#include "profile_rules.hpp"
#include "role_labels.hpp"

namespace accounts {

using namespace callboard;
using nlohmann::json;
using Outcome = Administration::Outcome;

namespace {

constexpr std::size_t kLongestName = 20, kLongestEmail = 254, kLongestPhone = 32;

std::vector<AdminChoice> role_choices() {
  std::vector<AdminChoice> choices;
  for (const auto role : kRoles) choices.push_back({std::string(role), role_label(role)});
  return choices;
}

// Every event that a journal can hold.
std::vector<AdminChoice> event_choices() {
  std::vector<AdminChoice> choices;
  for (int i = 0; i <= static_cast<int>(Event::DataExported); ++i) {
    const auto event = static_cast<Event>(i);
    choices.push_back({std::string(name_of(event)), text_of(event)});
  }
  return choices;
}

std::vector<AdminChoice> audit_words() {
  return {{"created", _("The account was made")},
          {"invited", _("Somebody was invited")},
          {"invitation_revoked", _("An invitation was revoked")},
          {"roles_changed", _("The roles were changed")},
          {"renamed", _("The user name was changed")},
          {"email_changed", _("The e-mail address was changed")},
          {"password_set", _("An administrator set a password")},
          {"disabled", _("The account was disabled")},
          {"enabled", _("The account was enabled")},
          {"unlocked", _("The account was unlocked")},
          {"mfa_off", _("One-time codes were switched off")}};
}

AdminField full_name_field() {
  return {.name = "full_name", .label = _("Full name"), .sortable = true, .longest = kLongestFullName};
}

AdminField phone_field() { return {.name = "phone", .label = _("Phone"), .listed = false, .longest = kLongestPhone}; }

AdminField bio_field() {
  return {.name = "bio", .label = _("About"), .kind = AdminKind::LongText, .listed = false, .longest = kLongestBio};
}

AdminField created_field() {
  return {.name = "created_at",
          .label = _("Since"),
          .kind = AdminKind::Moment,
          .sortable = true,
          .filterable = true,
          .editable = false};
}

AdminField user_name_field(bool editable) {
  return {.name = "username",
          .label = _("User name"),
          .sql = "t.name",
          .sortable = true,
          .editable = editable,
          .required = true,
          .longest = kLongestName};
}

AdminField email_field(bool editable) {
  return {.name = "email",
          .label = _("E-mail"),
          .sql = "COALESCE(t.email, '')",
          .editable = editable,
          .longest = kLongestEmail,
          .hint = editable ? _("Another address is not confirmed yet, and its owner is asked to.") : Text()};
}

AdminField roles_field() {
  return {.name = "roles",
          .label = _("Roles"),
          .kind = AdminKind::Choices,
          .sql = "(SELECT GROUP_CONCAT(r.role) FROM accounts_roles r WHERE r.user_id = t.id)",
          .filterable = true,
          .filter_sql = "EXISTS (SELECT 1 FROM accounts_roles r WHERE r.user_id = t.id AND r.role = :value)",
          .required = true,
          .choices = role_choices(),
          .initial = json::array({kStudent})};
}

// A flag that is only shown.
AdminField state_field(const char* name, Text label, const char* sql, bool filterable) {
  return {.name = name,
          .label = std::move(label),
          .kind = AdminKind::Flag,
          .sql = sql,
          .filterable = filterable,
          .filter_sql = filterable ? "(" + std::string(sql) + ") = CAST(:value AS DECIMAL)" : std::string(),
          .editable = false};
}

std::optional<std::string> text_of(const json& values, const char* name) {
  const auto found = values.find(name);
  return found == values.end() ? std::nullopt : std::optional(found->get<std::string>());
}

ProfileInput input_of(const AdminCall& call, const json& values) {
  ProfileInput input;
  input.name = text_of(values, "username");
  input.email = text_of(values, "email");
  input.full_name = text_of(values, "full_name");
  input.phone = text_of(values, "phone");
  input.bio = text_of(values, "bio");
  input.client = client_of(call.request);
  return input;
}

std::optional<AccountEditing::Roles> roles_of(const json& values) {
  const auto found = values.find("roles");
  return found == values.end() ? std::nullopt : std::optional(found->get<AccountEditing::Roles>());
}

void refuse(const Faults& faults) {
  if (faults) throw AdminRefusal(faults);
}

// What is done already is nothing to complain about.
void refuse(Outcome outcome) {
  if (outcome == Outcome::LastAdmin) {
    throw AdminRefusal(_("This is the last administrator. Make somebody else one first."));
  }
}

std::optional<UserId> person_of(const json& record) { return UserId{record.at("id").get<std::int64_t>()}; }

}  // namespace

AdminWrites UsersAdmin::writes() const {
  AdminWrites writes;
  writes.create = [this](Transaction& tx, const AdminCall& call, const json& values) {
    const auto created =
        parts_.editing.create(tx, call.by, input_of(call, values), roles_of(values).value_or(AccountEditing::Roles()));
    refuse(created.faults);
    return static_cast<std::int64_t>(created.user.value());
  };
  writes.change = [this](Transaction& tx, const AdminCall& call, std::int64_t id, const json& values) {
    refuse(parts_.editing.change(tx, call.by, UserId{id}, input_of(call, values), roles_of(values)));
  };
  writes.remove = [this](Transaction& tx, const AdminCall& call, std::int64_t id) {
    refuse(parts_.administration.remove(tx, call.by, UserId{id}));
  };
  return writes;
}

std::vector<AdminAction> UsersAdmin::actions() const {
  const auto disabled = [](const json& record) { return record.at("disabled").get<bool>(); };
  AdminAction disable{.name = "disable",
                      .label = _("Disable"),
                      .question = _("The person is signed out everywhere and cannot sign in until the account is "
                                    "enabled again. Nothing is lost."),
                      .danger = true,
                      .offered = [disabled](const json& record) { return !disabled(record); },
                      .run =
                          [this](Transaction& tx, const AdminCall& call, std::int64_t id, const json&) {
                            refuse(parts_.administration.disable(tx, call.by, UserId{id}, client_of(call.request)));
                          },
                      .done = _("The account is disabled, and whatever was signed in to it has ended.")};
  AdminAction enable{.name = "enable",
                     .label = _("Enable"),
                     .offered = disabled,
                     .run =
                         [this](Transaction& tx, const AdminCall& call, std::int64_t id, const json&) {
                           refuse(parts_.administration.enable(tx, call.by, UserId{id}, client_of(call.request)));
                         },
                     .done = _("The account is enabled again.")};
  AdminAction unlock{.name = "unlock",
                     .label = _("Unlock"),
                     .question = _("After too many wrong passwords: the next try is possible at once."),
                     .run =
                         [this](Transaction& tx, const AdminCall& call, std::int64_t id, const json&) {
                           parts_.administration.note_unlocked(tx, call.by, UserId{id}, client_of(call.request));
                         },
                     .after = [this](const AdminCall&, std::int64_t id) { parts_.administration.forgive(UserId{id}); },
                     .done = _("Its owner may try to sign in again at once.")};
  AdminAction mfa_off{
      .name = "mfa-off",
      .label = _("Switch one-time codes off"),
      .question =
          _("For somebody who has lost the phone and the recovery codes. Be sure that it is the owner who asks: "
            "the password alone opens the account then."),
      .danger = true,
      .for_many = false,
      .offered = [](const json& record) { return record.at("one_time_codes").get<bool>(); },
      .run = [this](Transaction& tx, const AdminCall& call, std::int64_t id,
                    const json&) { parts_.mfa_reset.switch_off(tx, call.by, UserId{id}, client_of(call.request)); },
      .done = _("One-time codes are off for this account. Its owner signs in with the password alone.")};
  return {std::move(disable), std::move(enable), std::move(unlock), std::move(mfa_off)};
}

AdminResource UsersAdmin::users() const {
  return {
      .name = "users",
      .record = std::string(kUserRecord),
      .label = _("Users"),
      .one = _("User"),
      .order = 50,
      .table = "accounts_users",
      .title = "t.name",
      .fields = {user_name_field(true), full_name_field(), email_field(true), roles_field(), phone_field(), bio_field(),
                 created_field(), state_field("disabled", _("Disabled"), "t.disabled_at IS NOT NULL", true),
                 state_field("email_verified", _("E-mail confirmed"), "t.email_verified_at IS NOT NULL", false),
                 state_field("one_time_codes", _("One-time codes"),
                             "EXISTS (SELECT 1 FROM accounts_totp o WHERE o.user_id = t.id AND o.confirmed_at IS "
                             "NOT NULL)",
                             false)},
      .search = {"username", "email", "full_name"},
      .sort = "username",
      .children = {{"account-events", "user"}},
      .actions = actions(),
      .links = {{_("Invite a teacher"), "/admin/users/invite"}},
      .audit_words = audit_words(),
      .writes = writes(),
      .recent = true,
      .audited = true,
      .person = person_of};
}

AdminResource UsersAdmin::students() const {
  return {.name = "students",
          .record = std::string(kUserRecord),
          .label = _("Students"),
          .one = _("Student"),
          .order = 40,
          .table = "accounts_users",
          .where = "EXISTS (SELECT 1 FROM accounts_roles s WHERE s.user_id = t.id AND s.role = 'student')",
          .title = "CASE WHEN t.full_name = '' THEN t.name ELSE t.full_name END",
          .fields = {full_name_field(), user_name_field(false), email_field(false), phone_field(), bio_field(),
                     created_field()},
          .search = {"username", "email", "full_name"},
          .sort = "full_name",
          .children = {{"courses/enrolments", "student"}, {"account-events", "user"}},
          .audit_words = audit_words(),
          .writes = writes(),
          .may_create = false,
          .may_remove = false,
          .audited = true,
          .person = person_of};
}

AdminResource UsersAdmin::events() {
  return {.name = "account-events",
          .record = "account_event",
          .label = _("Account events"),
          .one = _("Account event"),
          .order = 60,
          .table = "accounts_journal",
          .title = "t.event",
          .fields = {{.name = "at",
                      .label = _("When"),
                      .kind = AdminKind::Moment,
                      .sortable = true,
                      .filterable = true,
                      .editable = false},
                     {.name = "user",
                      .label = _("Account"),
                      .kind = AdminKind::Reference,
                      .sql = "t.user_id",
                      .filterable = true,
                      .editable = false,
                      .resource = "users"},
                     {.name = "event",
                      .label = _("Event"),
                      .kind = AdminKind::Choice,
                      .filterable = true,
                      .editable = false,
                      .choices = event_choices()},
                     {.name = "by",
                      .label = _("By"),
                      .kind = AdminKind::Reference,
                      .sql = "t.by_id",
                      .editable = false,
                      .resource = "users"},
                     {.name = "address", .label = _("Address"), .editable = false},
                     {.name = "agent", .label = _("Program"), .listed = false, .editable = false}},
          .sort = "-at",
          .version = "0",
          .may_create = false,
          .may_change = false,
          .may_remove = false};
}

}  // namespace accounts
