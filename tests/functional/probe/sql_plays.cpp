#include "sql_plays.hpp"

#include <callboard/sql.hpp>

namespace probe {

using namespace callboard;
using nlohmann::json;

namespace {

void set_notes(Transaction& tx, const AdminCall&, std::int64_t id, const json& values) {
  const long long play = id;
  const auto why = values["why"].get<std::string>();
  if (why == "never")
    throw AdminRefusal([] {
      Faults faults;
      faults.add("why", _("That is no reason."));
      return faults;
    }());
  tx.sql() << "UPDATE probe_plays SET notes = :why, version = version + 1 WHERE id = :id", soci::use(why, "why"),
      soci::use(play, "id");
}

void sell_out(Transaction& tx, const AdminCall&, std::int64_t id, const json&) {
  tx.sql() << "UPDATE probe_plays SET seats = 0, version = version + 1 WHERE id = " << id;
}

Faults check(Transaction&, const AdminCall&, const json& record, const json& values) {
  Faults faults;
  const auto value = [&](const char* name) {
    return values.contains(name) ? values[name] : record.value(name, json());
  };
  if (value("free") == true && value("seats").is_null()) faults.add("seats", _("A free play needs a number of seats."));
  return faults;
}

AdminResource plays() {
  AdminResource plays{.name = "probe-plays",
                      .record = "probe_play",
                      .label = _("Plays"),
                      .one = _("Play"),
                      .table = "probe_plays",
                      .title = "t.title",
                      .fields = {}};
  plays.fields = {
      {.name = "title", .label = _("Title"), .sortable = true, .required = true, .longest = 100},
      {.name = "starts_at", .label = _("Begins"), .kind = AdminKind::Moment, .required = true},
      {.name = "premiere", .label = _("Premiere"), .kind = AdminKind::Date},
      {.name = "genre",
       .label = _("Genre"),
       .kind = AdminKind::Choice,
       .required = true,
       .choices = {{"drama", _("Drama")}, {"comedy", _("Comedy")}},
       .initial = "drama"},
      {.name = "moods",
       .label = _("Moods"),
       .kind = AdminKind::Choices,
       .choices = {{"sad", _("Sad")}, {"merry", _("Merry")}, {"dark", _("Dark")}}},
      {.name = "free", .label = _("Free of charge"), .kind = AdminKind::Flag},
      {.name = "seats", .label = _("Seats"), .kind = AdminKind::Number, .most = 500, .hint = _("0 is sold out")},
      {.name = "hall", .label = _("Hall"), .kind = AdminKind::Reference, .filterable = true, .resource = "probe-halls"},
      {.name = "guests", .label = _("Guest halls"), .kind = AdminKind::References, .resource = "probe-halls"},
      {.name = "notes", .label = _("Notes"), .kind = AdminKind::LongText, .longest = 1000},
      {.name = "poster",
       .label = _("Poster"),
       .kind = AdminKind::Picture,
       .picture = {{PictureFormat::Jpeg, PictureFormat::Png, PictureFormat::Svg}, {{400, 600, false}}}}};
  plays.search = {"title"};
  plays.sort = "title";
  plays.writes.check = check;
  plays.actions = {{.name = "sell-out",
                    .label = _("Sell out"),
                    .offered = [](const json& play) { return play["seats"] != 0; },
                    .run = sell_out,
                    .done = _("It is sold out.")},
                   {.name = "cancel",
                    .label = _("Cancel the play"),
                    .question = _("The audience is not told by itself."),
                    .danger = true,
                    .fields = {{.name = "why", .label = _("Why"), .required = true, .longest = 50}},
                    .run = set_notes}};
  return plays;
}

AdminResource halls() {
  return {.name = "probe-halls",
          .record = "probe_hall",
          .label = _("Halls"),
          .one = _("Hall"),
          .table = "probe_halls",
          .title = "t.name",
          .fields = {{.name = "name", .label = _("Name"), .sortable = true, .required = true, .longest = 50}},
          .search = {"name"},
          .sort = "name",
          .children = {{"probe-plays", "hall"}, {"absent", "hall"}}};
}

}  // namespace

void add_plays(Registrar& host) {
  host.admin_resource(plays());
  host.admin_resource(halls());
  auto guarded = halls();
  guarded.name = "probe/guarded-halls";
  guarded.recent = true;
  guarded.may_remove = false;
  host.admin_resource(guarded);
}

}  // namespace probe
