#include "loans_admin.hpp"

#include "admin_fields.hpp"

namespace key_cabinet {

using namespace callboard;
using nlohmann::json;

namespace {

constexpr const char* kRoomOfLoan = "(SELECT k.room_id FROM key_cabinet_keys k WHERE k.id = t.key_id)";
constexpr const char* kLabelOfLoan = "(SELECT k.label FROM key_cabinet_keys k WHERE k.id = t.key_id)";

// The present time as the database knows it.
std::string now_sql(Engine engine) {
  return engine == Engine::Sqlite ? "CAST(strftime('%s', 'now') AS INTEGER) * 1000000" : "UNIX_TIMESTAMP() * 1000000";
}

std::vector<AdminChoice> taken_words() {
  return {{"cabinet", _("at the cabinet")},
          {"code", _("with a pickup code")},
          {"offline", _("while the cabinet was offline")},
          {"handover", _("handed over")},
          {"admin", _("by an administrator")}};
}

std::vector<AdminChoice> returned_words() {
  return {{"cabinet", _("at the cabinet")},
          {"offline", _("while the cabinet was offline")},
          {"handover", _("handed over")},
          {"admin", _("by an administrator")},
          {"superseded", _("given out anew by another cabinet")}};
}

AdminField key_field(const char* sql, bool sortable) {
  auto field = shown_reference("key", _("Key"), sql, "keys/keys");
  field.sortable = sortable;
  return field;
}

AdminField room_field() {
  auto field = shown_reference("room", _("Room"), kRoomOfLoan, "keys/rooms");
  field.filter_sql = "t.key_id IN (SELECT k.id FROM key_cabinet_keys k WHERE k.room_id = :value)";
  return field;
}

AdminField moment_field(const char* name, Text label, const char* sql) {
  return {.name = name, .label = std::move(label), .kind = AdminKind::Moment, .sql = sql, .editable = false};
}

AdminField how_field(const char* name, Text label, const char* sql, std::vector<AdminChoice> words) {
  return {.name = name,
          .label = std::move(label),
          .kind = AdminKind::Choice,
          .sql = sql,
          .listed = false,
          .editable = false,
          .choices = std::move(words)};
}

// The period of a report: when keys were taken.
AdminField taken_field() {
  auto field = moment_field("taken", _("Taken"), "t.taken_at");
  field.sortable = field.filterable = true;
  return field;
}

std::string reason_of(const json& values) { return values.at("reason").get<std::string>(); }

template <typename Id>
std::optional<Id> id_in(const json& values, const char* name) {
  const auto& value = values.at(name);
  return value.is_null() ? std::nullopt : std::optional(Id{value.get<std::int64_t>()});
}

std::optional<Time> time_in(const json& values, const char* name) {
  const auto& value = values.at(name);
  return value.is_null() ? std::nullopt : std::optional(Time(std::chrono::microseconds(value.get<std::int64_t>())));
}

std::vector<AdminChoice> audit_words() {
  return {{"released", _("The key was released")},
          {"handed_over", _("The key was handed over")},
          {"corrected", _("The loan was corrected")},
          {"imported", _("Taken over from the old system")}};
}

}  // namespace

std::vector<AdminAction> LoansAdmin::out_actions() const {
  AdminAction release{
      .name = "release",
      .label = _("Release"),
      .question = _("The key is back although no cabinet said so. The loan ends now."),
      .fields = {reason_field(true)},
      .run = [this](Transaction& tx, const AdminCall& call, std::int64_t id,
                    const json& values) { office_.release(tx, call.by, LoanId{id}, reason_of(values)); },
      .done = _("The key is back.")};
  AdminAction hand_over{.name = "hand-over",
                        .label = _("Hand over"),
                        .question = _("Another holder has the key now. It stays out."),
                        .for_many = false,
                        .fields = {{.name = "holder",
                                    .label = _("To whom"),
                                    .kind = AdminKind::Reference,
                                    .required = true,
                                    .resource = "keys/holders"},
                                   reason_field(true)},
                        .run =
                            [this](Transaction& tx, const AdminCall& call, std::int64_t id, const json& values) {
                              office_.hand_over(tx, call.by, LoanId{id}, id_in<HolderId>(values, "holder").value(),
                                                reason_of(values));
                            },
                        .done = _("The key was handed over.")};
  AdminAction lost{
      .name = "lost",
      .label = _("The key is lost"),
      .question = _("A lost key goes to nobody. The loan stays open until it is brought back or released."),
      .danger = true,
      .for_many = false,
      .fields = {reason_field(true)},
      .run = [this](Transaction& tx, const AdminCall& call, std::int64_t id,
                    const json& values) { office_.mark_lost(tx, call.by, LoanId{id}, reason_of(values)); },
      .done = _("The key is marked as lost.")};
  return {std::move(release), std::move(hand_over), std::move(lost)};
}

// What is left empty stays as it is.
AdminAction LoansAdmin::correction() const {
  const auto stays = _("Left empty, it stays as it is.");
  return {.name = "correct",
          .label = _("Correct"),
          .question = _("What the record says is put right; the old values stay in the audit log."),
          .for_many = false,
          .fields = {{.name = "holder",
                      .label = _("Holder"),
                      .kind = AdminKind::Reference,
                      .resource = "keys/holders",
                      .hint = stays},
                     {.name = "taken", .label = _("Taken"), .kind = AdminKind::Moment, .hint = stays},
                     {.name = "returned", .label = _("Returned"), .kind = AdminKind::Moment, .hint = stays},
                     reason_field(true)},
          .run =
              [this](Transaction& tx, const AdminCall& call, std::int64_t id, const json& values) {
                office_.correct(
                    tx, call.by, LoanId{id},
                    {id_in<HolderId>(values, "holder"), time_in(values, "taken"), time_in(values, "returned")},
                    reason_of(values));
              },
          .done = _("The loan was corrected.")};
}

// Sorted by its key: the unique index on open_key holds just the keys that are out, so the list never walks the
// history.
AdminResource LoansAdmin::out(Engine engine) const {
  const auto overdue = "t.due_at IS NOT NULL AND t.due_at < " + now_sql(engine);
  return {.name = "keys/out",
          .record = kLoanRecord,
          .label = _("Keys out"),
          .one = _("Key out"),
          .order = 200,
          .table = "key_cabinet_loans",
          .where = "t.open_key IS NOT NULL",
          .title = kLabelOfLoan,
          .fields = {key_field("t.open_key", true), room_field(),
                     shown_reference("holder", _("Holder"), "t.holder_id", "keys/holders"),
                     moment_field("taken", _("Since"), "t.taken_at"), moment_field("due", _("Due"), "t.due_at"),
                     flag_field("overdue", _("Overdue"), overdue.c_str(), true),
                     how_field("taken_how", _("How it was taken"), "t.taken_how", taken_words())},
          .sort = "key",
          .version = "0",
          .actions = out_actions(),
          .links = {{_("Live board"), "/admin/keys/board"}},
          .audit_words = audit_words(),
          .may_create = false,
          .may_change = false,
          .may_remove = false,
          .audited = true};
}

AdminResource LoansAdmin::loans() const {
  auto minutes = AdminField{.name = "minutes",
                            .label = _("Minutes"),
                            .kind = AdminKind::Number,
                            .sql = "CAST((t.returned_at - t.taken_at) / 60000000 AS DECIMAL)",
                            .editable = false};
  auto reason = AdminField{.name = "reason", .label = _("Reason"), .listed = false, .editable = false};
  auto by = shown_reference("returned_by", _("Brought back by"), "t.returned_by", "keys/holders");
  by.filterable = false;
  return {.name = "keys/loans",
          .record = kLoanRecord,
          .label = _("Loans"),
          .one = _("Loan"),
          .order = 205,
          .table = "key_cabinet_loans",
          .title = kLabelOfLoan,
          .fields = {taken_field(), key_field("t.key_id", false), room_field(),
                     shown_reference("holder", _("Holder"), "t.holder_id", "keys/holders"),
                     moment_field("returned", _("Returned"), "t.returned_at"), std::move(minutes), std::move(by),
                     moment_field("due", _("Due"), "t.due_at"),
                     how_field("taken_how", _("How it was taken"), "t.taken_how", taken_words()),
                     how_field("returned_how", _("How it came back"), "COALESCE(t.returned_how, '')", returned_words()),
                     std::move(reason)},
          .sort = "-taken",
          .version = "0",
          .actions = {correction()},
          .audit_words = audit_words(),
          .may_create = false,
          .may_change = false,
          .may_remove = false,
          .audited = true};
}

}  // namespace key_cabinet
