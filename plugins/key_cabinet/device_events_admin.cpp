#include "device_events_admin.hpp"

namespace key_cabinet {

using namespace callboard;
using nlohmann::json;

namespace {

constexpr const char* kRecord = "device_event";

std::vector<AdminChoice> types() {
  return {{"issued", _("Key taken")},        {"returned", _("Key brought back")},
          {"door_opened", _("Door opened")}, {"door_left_open", _("Door left open")},
          {"forced", _("Forced open")},      {"wrong_slot", _("Key in the wrong slot")},
          {"tamper", _("Tampered with")},    {"fault", _("Device fault")},
          {"started", _("Cabinet started")}};
}

std::vector<AdminChoice> conflicts() {
  return {{std::string(conflict::kUnknownSerial), _("Nobody has this serial number")},
          {std::string(conflict::kUnknownKey), _("There is no such key")},
          {std::string(conflict::kUnknownType), _("An event of an unknown kind")},
          {std::string(conflict::kOvertaken), _("Something later was known already: only recorded")},
          {std::string(conflict::kNoAccess), _("Taken without access")},
          {std::string(conflict::kAlreadyOut), _("The holder had this key already")},
          {std::string(conflict::kHeldByOther), _("Somebody else was thought to have this key")},
          {std::string(conflict::kReturnedByOther), _("Brought back by somebody else")},
          {std::string(conflict::kNotOut), _("The key was not out")},
          {std::string(conflict::kSeqReused), _("The cabinet used an event's number twice")},
          {std::string(conflict::kClock), _("The cabinet's clock was wrong")}};
}

AdminField shown(std::string name, Text label, AdminKind kind, std::string sql) {
  return {.name = std::move(name), .label = std::move(label), .kind = kind, .sql = std::move(sql), .editable = false};
}

AdminField choice(std::string name, Text label, std::vector<AdminChoice> choices) {
  return {.name = std::move(name),
          .label = std::move(label),
          .kind = AdminKind::Choice,
          .filterable = true,
          .editable = false,
          .choices = std::move(choices)};
}

AdminField unlisted(AdminField field) {
  field.listed = false;
  return field;
}

// People and keys that are known by their names, others as the cabinet named them.
std::vector<AdminField> fields() {
  AdminField at{.name = "at",
                .label = _("When"),
                .kind = AdminKind::Moment,
                .sortable = true,
                .filterable = true,
                .editable = false};
  AdminField cabinet{.name = "cabinet",
                     .label = _("Cabinet"),
                     .kind = AdminKind::Reference,
                     .sql = "t.cabinet_id",
                     .filterable = true,
                     .editable = false,
                     .resource = "keys/cabinets"};
  const auto holder =
      "COALESCE((SELECT h.fullname FROM key_cabinet_holders h WHERE h.id = t.holder_id), "
      "CAST(t.serial AS CHAR), '')";
  const auto key =
      "COALESCE((SELECT CAST(k.label AS CHAR) FROM key_cabinet_keys k WHERE k.id = t.key_id), "
      "CAST(t.label AS CHAR), '')";
  return {at,
          cabinet,
          choice("type", _("Event"), types()),
          shown("key", _("Key"), AdminKind::Text, key),
          shown("holder", _("Holder"), AdminKind::Text, holder),
          shown("slot", _("Slot"), AdminKind::Number, {}),
          choice("conflict", _("Conflict"), conflicts()),
          shown("detail", _("Details"), AdminKind::Text, {}),
          unlisted(shown("seq", _("Number"), AdminKind::Number, {})),
          unlisted(shown("told_at", _("By the cabinet's clock"), AdminKind::Moment, {})),
          unlisted(shown("received_at", _("Received"), AdminKind::Moment, {}))};
}

AdminResource events() {
  return {.name = "keys/events",
          .record = kRecord,
          .label = _("Events at the cabinets"),
          .one = _("Event at a cabinet"),
          .order = 76,
          .table = "key_cabinet_device_events",
          .title = "t.type",
          .fields = fields(),
          .sort = "-at",
          .version = "0",
          .may_create = false,
          .may_change = false,
          .may_remove = false,
          .audited = true};
}

AdminAction settle(const DeviceEventRepository& rows, AuditLog& audit, const Clock& clock) {
  return {.name = "settled",
          .label = _("Settled"),
          .question = _("Say what came of it. It stays in the list, and no longer waits for anybody."),
          .fields = {{.name = "reason", .label = _("Reason"), .required = true, .longest = 500}},
          .offered = [](const json& record) { return !record.at("settled").get<bool>(); },
          .run =
              [&rows, &audit, &clock](Transaction& tx, const AdminCall& call, std::int64_t id, const json& values) {
                if (!rows.settle(tx, id, clock.now())) throw AdminRefusal(_("It was settled meanwhile."));
                audit.record(tx, call.by,
                             {.action = "settled",
                              .record = kRecord,
                              .record_id = id,
                              .changes = {{"reason", "", values.at("reason").get<std::string>()}}});
              },
          .done = _("Settled.")};
}

// What waits, or waited, for somebody.
AdminResource matters(const char* matter, AdminResource of, AdminAction action) {
  AdminField settled{.name = "settled",
                     .label = _("Settled"),
                     .kind = AdminKind::Flag,
                     .sql = "(t.settled_at IS NOT NULL)",
                     .filterable = true,
                     .editable = false};
  of.fields.push_back(std::move(settled));
  of.where = std::string("t.matter = '") + matter + "'";
  of.actions = {std::move(action)};
  of.audit_words = {{"settled", _("Settled")}};
  return of;
}

}  // namespace

void add_device_events_admin(Registrar& host, const DeviceEventRepository& rows, AuditLog& audit, const Clock& clock) {
  const auto all = events();
  auto conflicts = matters("conflict", all, settle(rows, audit, clock));
  conflicts.name = "keys/conflicts";
  conflicts.label = _("Conflicts at the cabinets");
  conflicts.one = _("Conflict at a cabinet");
  conflicts.order = 77;
  auto alarms = matters("alarm", all, settle(rows, audit, clock));
  alarms.name = "keys/alarms";
  alarms.label = _("Alarms at the cabinets");
  alarms.one = _("Alarm at a cabinet");
  alarms.order = 78;
  host.admin_resource(all);
  host.admin_resource(std::move(conflicts));
  host.admin_resource(std::move(alarms));
  host.pending_work({_("Alarms at the cabinets"), "/admin/keys/alarms?settled=no", 30,
                     [&rows](Transaction& tx) { return rows.waiting(tx, "alarm"); }});
  host.pending_work({_("Conflicts at the cabinets"), "/admin/keys/conflicts?settled=no", 40,
                     [&rows](Transaction& tx) { return rows.waiting(tx, "conflict"); }});
}

}  // namespace key_cabinet
