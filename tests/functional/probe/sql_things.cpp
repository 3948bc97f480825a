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

constexpr std::array kTitles{"Silver lantern", "Бархатный занавес", "Broken crown",   "Старинное зеркало",
                             "Painted throne", "Скрипка Паганини",  "Letter to Nina", "Чучело чайки"};
constexpr std::array kKinds{"prop", "scenery", "costume", "light", "sound"};

void insert_thing(Transaction& tx, SearchIndex& search, int number, const std::vector<long long>& makers) {
  const auto title =
      std::string(kTitles[static_cast<std::size_t>(number) % kTitles.size()]) + ", " + std::to_string(number);
  const std::string kind = kKinds[static_cast<std::size_t>(number * 7 / 3) % kKinds.size()];
  const auto maker = makers[static_cast<std::size_t>(number) % makers.size()];
  const long long lent = number % 4 == 0, price = number * 7919LL % 50'000,
                  made = 1'600'000'000'000'000 + number * 86'400'123'456LL;
  tx.sql()
      << "INSERT INTO probe_things (title, kind, lent, price, made_at, bought, maker) VALUES (:title, :kind, :lent, "
         ":price, :made, '2026-03-15', :maker)",
      soci::use(title, "title"), soci::use(kind, "kind"), soci::use(lent, "lent"), soci::use(price, "price"),
      soci::use(made, "made"), soci::use(maker, "maker");
  search.put(tx, "probe_thing", last_insert_id(tx), {title});
}

// Two pages of a list, once.
void load(Transaction& tx, SearchIndex& search) {
  long long there = 0;
  tx.sql() << "SELECT COUNT(*) FROM probe_makers", soci::into(there);
  if (there > 0) return;
  std::vector<long long> makers;
  for (const std::string name : {"Мастерская сцены", "Studio Two", "Цех бутафории"}) {
    tx.sql() << "INSERT INTO probe_makers (name) VALUES (:name)", soci::use(name, "name");
    makers.push_back(last_insert_id(tx));
  }
  for (int number = 1; number <= 300; ++number) insert_thing(tx, search, number, makers);
}

}  // namespace

void add_things(Registrar& host) {
  host.demo([&database = host.database(), &search = host.search()] {
    database.transact([&](Transaction& tx) { load(tx, search); });
    return json::object();
  });
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
