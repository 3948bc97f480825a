#include <callboard/sql.hpp>

#include "things.hpp"

namespace probe {

using namespace callboard;
using nlohmann::json;

namespace {

AdminResource makers() {
  return {.name = "probe-makers",
          .record = "probe_maker",
          .label = _("Workshops"),
          .one = _("Workshop"),
          .order = 910,
          .table = "probe_makers",
          .title = "t.name",
          .fields = {{.name = "name", .label = _("Name"), .sortable = true, .required = true, .longest = 100}},
          .search = {"name"},
          .sort = "name"};
}

std::vector<AdminField> fields() {
  const std::vector<AdminChoice> kinds{{"prop", _("Prop")},
                                       {"costume", _("Costume")},
                                       {"scenery", _("Scenery")},
                                       {"light", _("Light")},
                                       {"sound", _("Sound")}};
  return {{.name = "title", .label = _("Title"), .sortable = true, .required = true},
          {.name = "kind",
           .label = _("Kind"),
           .kind = AdminKind::Choice,
           .filterable = true,
           .required = true,
           .choices = kinds,
           .initial = "prop"},
          {.name = "lent", .label = _("Lent"), .kind = AdminKind::Flag, .filterable = true},
          {.name = "price",
           .label = _("Price"),
           .kind = AdminKind::Number,
           .sortable = true,
           .filterable = true,
           .initial = 0},
          {.name = "made_at", .label = _("Made"), .kind = AdminKind::Moment, .sortable = true, .filterable = true},
          {.name = "bought",
           .label = _("Bought"),
           .kind = AdminKind::Date,
           .listed = false,
           .sortable = true,
           .filterable = true},
          {.name = "maker",
           .label = _("Workshop"),
           .kind = AdminKind::Reference,
           .filterable = true,
           .resource = "probe-makers"},
          {.name = "notes", .label = _("Notes"), .kind = AdminKind::LongText, .listed = false, .longest = 1000}};
}

void lend(Transaction& tx, const AdminCall&, std::int64_t id, const json& values) {
  if (values.value("reason", "") == "forbidden") throw AdminRefusal(_("It may not be lent."));
  const long long key = id;
  tx.sql() << "UPDATE probe_things SET lent = 1, version = version + 1 WHERE id = :id", soci::use(key, "id");
}

AdminAction lending() {
  return {.name = "lend",
          .label = _("Lend"),
          .question = _("Are they in good order?"),
          .fields = {{.name = "reason", .label = _("Reason"), .required = true, .longest = 100}},
          .offered = [](const json& record) { return !record["lent"].get<bool>(); },
          .run = lend,
          .done = _("It is lent.")};
}

}  // namespace

void add_things(Registrar& host) {
  host.admin_resource(makers());
  host.admin_resource({.name = "probe-things",
                       .record = "probe_thing",
                       .label = _("Things"),
                       .one = _("Thing"),
                       .order = 900,
                       .table = "probe_things",
                       .title = "t.title",
                       .fields = fields(),
                       .search = {"title"},
                       .sort = "title",
                       .actions = {lending()}});
}

}  // namespace probe
