#include "keys_admin.hpp"

#include <callboard/json_body.hpp>

#include "admin_fields.hpp"
#include "clock_time.hpp"
#include "holder.hpp"
#include "sql_holder_office.hpp"
#include "sql_key_office.hpp"
#include "tables.hpp"

namespace key_cabinet {

using namespace callboard;
using nlohmann::json;

namespace {

constexpr std::int64_t kLongestLoan = 366 * 24 * 60;  // minutes

void check_name(Faults& faults, const json& values, const char* field) {
  const auto found = values.find(field);
  if (found != values.end() && is_blank(found->get<std::string>())) faults.add(field, _("This field is needed."));
}

std::int64_t id_of(const json& record) { return record.is_object() ? record.value("id", std::int64_t{0}) : 0; }

Faults check_room(Transaction& tx, const json& record, const json& values) {
  Faults faults;
  check_name(faults, values, "name");
  if (values.contains("name") && SqlKeyOffice::has_room(tx, values.at("name").get<std::string>(), id_of(record))) {
    faults.add("name", _("There is a room of this name already."));
  }
  check_clock_time(faults, "back_by", values.value("back_by", std::string()));
  return faults;
}

RowValues room_columns(const json& values) {
  RowValues columns;
  for (const char* name : {"name", "back_after"}) {
    if (const auto found = values.find(name); found != values.end()) columns.emplace_back(name, *found);
  }
  if (const auto found = values.find("back_by"); found != values.end()) {
    const auto minute = minute_of_day(found->get<std::string>());
    columns.emplace_back("back_by", minute ? json(*minute) : json());
  }
  return columns;
}

Faults check_key(Transaction& tx, const json& record, const json& values) {
  Faults faults;
  check_name(faults, values, "label");
  if (values.contains("label") && SqlKeyOffice::has_label(tx, values.at("label").get<std::string>(), id_of(record))) {
    faults.add("label", _("There is a key with this label already."));
  }
  auto now = record.is_object() ? record : json::object();
  now.update(values);
  const auto cabinet = now.value("cabinet", json()), slot = now.value("slot", json());
  if (slot.is_null()) return faults;
  if (cabinet.is_null()) {
    faults.add("cabinet", _("Say in which cabinet this slot is."));
  } else if (SqlKeyOffice::has_slot(tx, cabinet.get<std::int64_t>(), slot.get<std::int64_t>(), id_of(record))) {
    faults.add("slot", _("Another key has this slot."));
  }
  return faults;
}

std::vector<AdminField> key_fields() {
  return {{.name = "label",
           .label = _("Label"),
           .sortable = true,
           .required = true,
           .longest = kMaxKeyLabel,
           .hint = _("What people type at the cabinet.")},
          {.name = "room",
           .label = _("Room"),
           .kind = AdminKind::Reference,
           .sql = "t.room_id",
           .filterable = true,
           .required = true,
           .resource = "keys/rooms"},
          {.name = "cabinet",
           .label = _("Cabinet"),
           .kind = AdminKind::Reference,
           .sql = "t.cabinet_id",
           .filterable = true,
           .resource = "keys/cabinets",
           .hint = _("Without one it may hang in any.")},
          {.name = "slot", .label = _("Slot"), .kind = AdminKind::Number, .least = 1, .most = 9999},
          {.name = "state",
           .label = _("State"),
           .kind = AdminKind::Choice,
           .filterable = true,
           .editable = false,
           .choices = KeysAdmin::states()},
          flag_field("out", _("Out"), "EXISTS (SELECT 1 FROM key_cabinet_loans o WHERE o.open_key = t.id)", true),
          {.name = "note", .label = _("Note"), .listed = false, .longest = 500}};
}

// A key's state is changed by an action, so that its reason is asked for.
AdminAction state_action(const char* name, Text label, Text question, const char* state, Text done) {
  return {.name = name,
          .label = std::move(label),
          .question = std::move(question),
          .danger = std::string_view(state) != "in_service",
          .fields = {reason_field(false)},
          .offered = [state](const json& record) { return record.at("state") != state; },
          .run =
              [state](Transaction& tx, const AdminCall&, std::int64_t id, const json& values) {
                SqlKeyOffice::set_state(tx, id, state);
                SqlHolderOffice::add_note(tx, "key_cabinet_keys", id, values.value("reason", std::string()));
              },
          .done = std::move(done)};
}

std::vector<AdminAction> key_actions() {
  return {state_action("lost", _("Lost"), _("A lost key goes to nobody. Whoever has it can still bring it back."),
                       "lost", _("The key is marked as lost.")),
          state_action("out-of-service", _("Out of service"),
                       _("For a key that is being copied or a lock that is repaired: it goes to nobody."),
                       "out_of_service", _("The key is out of service.")),
          state_action("back-in-service", _("Back in service"), _("It may be taken again."), "in_service",
                       _("The key is back in service."))};
}

}  // namespace

std::vector<AdminChoice> KeysAdmin::states() {
  return {{"in_service", _("In service")}, {"lost", _("Lost")}, {"out_of_service", _("Out of service")}};
}

AdminResource KeysAdmin::rooms() {
  AdminWrites writes;
  writes.check = [](Transaction& tx, const AdminCall&, const json& record, const json& values) {
    return check_room(tx, record, values);
  };
  writes.create = [](Transaction& tx, const AdminCall&, const json& values) {
    return SqlRows::insert(tx, "key_cabinet_rooms", room_columns(values));
  };
  writes.change = [](Transaction& tx, const AdminCall&, std::int64_t id, const json& values) {
    SqlRows::update(tx, "key_cabinet_rooms", id, room_columns(values));
  };
  return {.name = "keys/rooms",
          .record = "key_room",
          .label = _("Rooms"),
          .one = _("Room"),
          .order = 220,
          .table = "key_cabinet_rooms",
          .title = "t.name",
          .fields = {{.name = "name", .label = _("Name"), .sortable = true, .required = true, .longest = 100},
                     {.name = "back_by",
                      .label = _("Back by"),
                      .sql = SqlRows::clock_text("t.back_by"),
                      .longest = 5,
                      .hint = _("A time of day, such as 22:00.")},
                     {.name = "back_after",
                      .label = _("Back after (minutes)"),
                      .kind = AdminKind::Number,
                      .least = 1,
                      .most = kLongestLoan,
                      .hint = _("Counted from when the key was taken; whichever comes first counts.")}},
          .search = {"name"},
          .sort = "name",
          .children = {{"keys/keys", "room"}, {"keys/bookings", "room"}, {"keys/grants", "room"}},
          .writes = std::move(writes)};
}

AdminResource KeysAdmin::keys() {
  AdminWrites writes;
  writes.check = [](Transaction& tx, const AdminCall&, const json& record, const json& values) {
    return check_key(tx, record, values);
  };
  return {.name = "keys/keys",
          .record = kKeyRecord,
          .label = _("Keys"),
          .one = _("Key"),
          .order = 230,
          .table = "key_cabinet_keys",
          .title = "t.label",
          .fields = key_fields(),
          .search = {"label"},
          .sort = "label",
          .children = {{"keys/loans", "key"}, {"keys/grants", "key"}},
          .actions = key_actions(),
          .audit_words = {{"lost", _("The key was marked as lost")},
                          {"out-of-service", _("The key was taken out of service")},
                          {"back-in-service", _("The key was put back into service")}},
          .writes = std::move(writes)};
}

AdminResource KeysAdmin::groups() {
  AdminWrites writes;
  writes.create = [](Transaction& tx, const AdminCall&, const json& values) {
    const auto id = SqlRows::insert(tx, "key_cabinet_key_groups", {{"name", values.at("name")}});
    SqlRows::set_members(tx, kKeysOfGroup, id, values.value("keys", json::array()));
    return id;
  };
  writes.change = [](Transaction& tx, const AdminCall&, std::int64_t id, const json& values) {
    if (values.contains("name")) SqlRows::update(tx, "key_cabinet_key_groups", id, {{"name", values.at("name")}});
    if (values.contains("keys")) SqlRows::set_members(tx, kKeysOfGroup, id, values.at("keys"));
  };
  return {.name = "keys/key-groups",
          .record = "key_group",
          .label = _("Groups of keys"),
          .one = _("Group of keys"),
          .order = 250,
          .table = "key_cabinet_key_groups",
          .title = "t.name",
          .fields = {{.name = "name", .label = _("Name"), .sortable = true, .required = true, .longest = 100},
                     {.name = "keys",
                      .label = _("Keys"),
                      .kind = AdminKind::References,
                      .sql = SqlRows::members(kKeysOfGroup),
                      .filterable = true,
                      .filter_sql = SqlRows::has_member(kKeysOfGroup),
                      .resource = "keys/keys"}},
          .search = {"name"},
          .sort = "name",
          .children = {{"keys/grants", "key_group"}},
          .writes = std::move(writes)};
}

}  // namespace key_cabinet
