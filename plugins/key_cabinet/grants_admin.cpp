#include "grants_admin.hpp"

#include <callboard/sql_rows.hpp>

#include <algorithm>

#include "admin_fields.hpp"
#include "clock_time.hpp"

namespace key_cabinet {

using namespace callboard;
using nlohmann::json;

namespace {

constexpr const char* kDays[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

std::vector<AdminChoice> weekday_choices() {
  return {{"mon", _("Monday")}, {"tue", _("Tuesday")},  {"wed", _("Wednesday")}, {"thu", _("Thursday")},
          {"fri", _("Friday")}, {"sat", _("Saturday")}, {"sun", _("Sunday")}};
}

int mask_of(const json& days) {
  int mask = 0;
  for (int bit = 0; bit < 7; ++bit) {
    if (std::find(days.begin(), days.end(), kDays[bit]) != days.end()) mask |= 1 << bit;
  }
  return mask;
}

// The days of the mask, joined by commas: an expression for both engines.
std::string weekdays_sql() {
  std::string days;
  for (int bit = 0; bit < 7; ++bit) {
    const auto value = std::to_string(1 << bit), name = "'" + std::string(kDays[bit]) + "'";
    days +=
        days.empty() ? "SELECT " + value + " AS bit, " + name + " AS day" : " UNION ALL SELECT " + value + ", " + name;
  }
  return "(SELECT GROUP_CONCAT(d.day) FROM (" + days + ") d WHERE (t.weekdays & d.bit) <> 0)";
}

RowValues window_columns(const json& values) {
  RowValues columns;
  const auto add = [&](const char* field, const char* column, const auto& made) {
    if (const auto found = values.find(field); found != values.end()) columns.emplace_back(column, made(*found));
  };
  const auto same = [](const json& value) { return value; };
  const auto minute = [](const json& text) { return json(minute_of_day(text.get<std::string>()).value_or(0)); };
  add("name", "name", same);
  add("weekdays", "weekdays", [](const json& days) { return json(mask_of(days)); });
  add("from", "from_minute", minute);
  add("until", "until_minute", minute);
  add("first_date", "first_date", same);
  add("last_date", "last_date", same);
  return columns;
}

// What the record is once these values are set.
json merged(const json& record, const json& values) {
  auto all = record.is_object() ? record : json::object();
  all.update(values);
  return all;
}

Faults check_window(const json& record, const json& values) {
  const auto all = merged(record, values);
  Faults faults;
  check_clock_time(faults, "from", all.value("from", std::string()));
  check_clock_time(faults, "until", all.value("until", std::string()));
  const auto first = all.value("first_date", std::string()), last = all.value("last_date", std::string());
  if (!first.empty() && !last.empty() && last < first) faults.add("last_date", _("This day is before the first one."));
  return faults;
}

int given(const json& all, std::initializer_list<const char*> fields) {
  int count = 0;
  for (const char* field : fields) count += all.value(field, json()).is_null() ? 0 : 1;
  return count;
}

Faults check_grant(const json& record, const json& values) {
  const auto all = merged(record, values);
  Faults faults;
  if (given(all, {"holder", "group"}) != 1) faults.add("holder", _("Choose one holder or one group of holders."));
  if (given(all, {"key", "room", "key_group"}) != 1) {
    faults.add("key", _("Choose one key, one room or one group of keys."));
  }
  return faults;
}

Faults check_booking(const json& record, const json& values) {
  const auto all = merged(record, values);
  Faults faults;
  if (!record.is_null() && !record.value("source", std::string()).empty()) {
    faults.add("holder", _("This booking belongs to another part of the site and is changed there."));
  }
  const auto from = all.value("from", json()), until = all.value("until", json());
  if (from.is_number() && until.is_number() && until.get<std::int64_t>() <= from.get<std::int64_t>()) {
    faults.add("until", _("It has to end after it begins."));
  }
  return faults;
}

AdminField clock_field(const char* name, Text label, const char* column, const char* initial) {
  return {.name = name,
          .label = std::move(label),
          .sql = SqlRows::clock_text(column),
          .required = true,
          .longest = 5,
          .hint = _("A time of day, such as 22:00."),
          .initial = initial};
}

AdminField reference(const char* name, Text label, const char* column, const char* resource) {
  return {.name = name,
          .label = std::move(label),
          .kind = AdminKind::Reference,
          .sql = column,
          .filterable = true,
          .resource = resource};
}

AdminField required(AdminField field) {
  field.required = true;
  return field;
}

AdminField note_field() { return {.name = "note", .label = _("Note"), .longest = 500}; }

}  // namespace

AdminResource GrantsAdmin::windows() {
  AdminWrites writes;
  writes.check = [](Transaction&, const AdminCall&, const json& record, const json& values) {
    return check_window(record, values);
  };
  writes.create = [](Transaction& tx, const AdminCall&, const json& values) {
    return SqlRows::insert(tx, "key_cabinet_windows", window_columns(values));
  };
  writes.change = [](Transaction& tx, const AdminCall&, std::int64_t id, const json& values) {
    SqlRows::update(tx, "key_cabinet_windows", id, window_columns(values));
  };
  return {.name = "keys/windows",
          .record = "key_window",
          .label = _("Time windows"),
          .one = _("Time window"),
          .order = 270,
          .table = "key_cabinet_windows",
          .title = "t.name",
          .fields = {{.name = "name", .label = _("Name"), .sortable = true, .required = true, .longest = 100},
                     {.name = "weekdays",
                      .label = _("Days"),
                      .kind = AdminKind::Choices,
                      .sql = weekdays_sql(),
                      .required = true,
                      .choices = weekday_choices(),
                      .initial = json::array({"mon", "tue", "wed", "thu", "fri"})},
                     clock_field("from", _("From"), "t.from_minute", "08:00"),
                     clock_field("until", _("Until"), "t.until_minute", "22:00"),
                     {.name = "first_date", .label = _("First day"), .kind = AdminKind::Date},
                     {.name = "last_date", .label = _("Last day"), .kind = AdminKind::Date}},
          .search = {"name"},
          .sort = "name",
          .children = {{"keys/grants", "window"}},
          .writes = std::move(writes)};
}

AdminResource GrantsAdmin::grants() {
  AdminWrites writes;
  writes.check = [](Transaction&, const AdminCall&, const json& record, const json& values) {
    return check_grant(record, values);
  };
  auto window = reference("window", _("When"), "t.window_id", "keys/windows");
  window.hint = _("Without a window it holds always.");
  return {.name = "keys/grants",
          .record = "key_grant",
          .label = _("Grants"),
          .one = _("Grant"),
          .order = 260,
          .table = "key_cabinet_grants",
          .title =
              "COALESCE((SELECT h.fullname FROM key_cabinet_holders h WHERE h.id = t.holder_id), "
              "(SELECT g.name FROM key_cabinet_holder_groups g WHERE g.id = t.holder_group_id), '—')",
          .fields = {reference("holder", _("Holder"), "t.holder_id", "keys/holders"),
                     reference("group", _("Group of holders"), "t.holder_group_id", "keys/holder-groups"),
                     reference("key", _("Key"), "t.key_id", "keys/keys"),
                     reference("room", _("Room"), "t.room_id", "keys/rooms"),
                     reference("key_group", _("Group of keys"), "t.key_group_id", "keys/key-groups"), std::move(window),
                     note_field()},
          .writes = std::move(writes)};
}

AdminResource GrantsAdmin::bookings() {
  AdminWrites writes;
  writes.check = [](Transaction&, const AdminCall&, const json& record, const json& values) {
    return check_booking(record, values);
  };
  auto from = AdminField{.name = "from",
                         .label = _("From"),
                         .kind = AdminKind::Moment,
                         .sql = "t.from_at",
                         .sortable = true,
                         .filterable = true,
                         .required = true};
  auto until = AdminField{
      .name = "until", .label = _("Until"), .kind = AdminKind::Moment, .sql = "t.until_at", .required = true};
  auto source = AdminField{.name = "source", .label = _("Made by"), .listed = false, .editable = false};
  return {.name = "keys/bookings",
          .record = "key_booking",
          .label = _("Bookings"),
          .one = _("Booking"),
          .order = 280,
          .table = "key_cabinet_bookings",
          .title = "(SELECT r.name FROM key_cabinet_rooms r WHERE r.id = t.room_id)",
          .fields = {required(reference("room", _("Room"), "t.room_id", "keys/rooms")),
                     required(reference("holder", _("Holder"), "t.holder_id", "keys/holders")), std::move(from),
                     std::move(until), note_field(), std::move(source)},
          .sort = "-from",
          .writes = std::move(writes)};
}

}  // namespace key_cabinet
