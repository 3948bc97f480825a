#include "season_demo.hpp"

#include <callboard/crypto.hpp>
#include <callboard/local_time.hpp>

#include "holders_admin.hpp"
#include "keys_admin.hpp"
#include "sql_key_import.hpp"
#include "sql_season_demo.hpp"
#include "tables.hpp"

namespace key_cabinet {

using namespace callboard;
using nlohmann::json;
using namespace std::chrono_literals;

namespace {

constexpr std::pair<const char*, const char*> kAccounts[] = {
    {"12345ABC", "student"},    {"67890DEF", "student2"},      {"04A1C95E", "olga_v"}, {"04B7720F", "teacher"},
    {"0491E6A3", "danilevsky"}, {"04C3580B", "efimova"},       {"04D81F42", "kirill"}, {"04E6907D", "zimina"},
    {"0472AB1C", "roma_k"},     {"0455D3E8", "nina.lebedeva"}, {"04F20694", "stepan"}, {"0438BC71", "vera_n"},
    {"041E7AD5", "tim.orlov"},  {"049C40F6", "anna.whitfield"}};

// Their keys lie in the workshops' own cabinet.
bool is_of_workshops(const std::string& label) { return label.starts_with("00"); }

std::int64_t add(Transaction& tx, const char* table, const RowValues& values) {
  return SqlRows::insert(tx, table, values);
}

json key_ids(Transaction& tx, std::initializer_list<const char*> labels) {
  auto ids = json::array();
  for (const char* label : labels) {
    if (const auto key = SqlKeyImport::key(tx, label)) ids.push_back(static_cast<std::int64_t>(*key));
  }
  return ids;
}

json microseconds(Time time) { return time.time_since_epoch().count(); }

std::int64_t add_window(Transaction& tx, const char* name, int days, int from, int until, const char* first = "",
                        const char* last = "") {
  return add(tx, "key_cabinet_windows",
             {{"name", name},
              {"weekdays", days},
              {"from_minute", from},
              {"until_minute", until},
              {"first_date", first},
              {"last_date", last}});
}

void add_slots(Transaction& tx, std::int64_t desk, std::int64_t workshops) {
  int desk_slot = 0, workshop_slot = 0;
  for (const auto& key : SqlSeasonDemo::keys(tx)) {
    const bool workshop = is_of_workshops(key.name);
    SqlRows::update(tx, "key_cabinet_keys", key.id,
                    {{"cabinet_id", workshop ? workshops : desk}, {"slot", workshop ? ++workshop_slot : ++desk_slot}});
  }
}

}  // namespace

json SeasonDemo::load() const {
  auto holders = json::array();
  parts_.database.transact([&](Transaction& tx) {
    link_accounts(tx);
    const auto desk = SqlSeasonDemo::first_cabinet(tx);
    if (SqlSeasonDemo::is_there(tx) || !desk) return;
    const auto workshops = add(tx, "key_cabinet_cabinets",
                               {{"name", "Мастерские (Workshops)"},
                                {"enrolled_at", microseconds(parts_.clock.now())},
                                {"place", "Двор (Yard)"},
                                {"last_seen_at", microseconds(parts_.clock.now() - 47min)},
                                {"firmware", "1.4.2"},
                                {"pending", 2}});
    add_slots(tx, *desk, workshops);
    add_groups(tx);
    add_curfews(tx);
    add_bookings(tx);
    add_device_events(tx, workshops);
    add(tx, "key_cabinet_past_serials",
        {{"holder_id", holder(tx, "049C40F6")},
         {"serial", "0411AA07"},
         {"until_at", microseconds(parts_.clock.now() - 24h * 9)},
         {"reason", "Потеряла карту (lost card)"}});
  });
  holders.push_back({{"serial", "12345ABC"},
                     {"fullname", "Соколова Мария Андреевна"},
                     {"access", {"101", "102"}},
                     {"account", "student"}});
  holders.push_back({{"serial", "67890DEF"}, {"fullname", "Ильин Пётр Сергеевич"}, {"access", {"101"}}});
  return {{"holders", std::move(holders)}};
}

std::int64_t SeasonDemo::holder(Transaction& tx, const char* serial) const {
  return SqlSeasonDemo::holder(tx, serial).value();
}

std::int64_t SeasonDemo::room(Transaction& tx, const char* name) const {
  return static_cast<std::int64_t>(parts_.holders.add_room(tx, name).id);
}

void SeasonDemo::add_groups(Transaction& tx) const {
  const auto group = [&](const char* name, std::initializer_list<const char*> serials) {
    const auto id = add(tx, "key_cabinet_holder_groups", {{"name", name}});
    auto ids = json::array();
    for (const char* serial : serials) ids.push_back(holder(tx, serial));
    SqlRows::set_members(tx, kHoldersOfGroup, id, ids);
    parts_.search.put(tx, "key_holder_group", id, {name});
    return id;
  };
  const auto keys = [&](const char* name, std::initializer_list<const char*> labels) {
    const auto id = add(tx, "key_cabinet_key_groups", {{"name", name}});
    SqlRows::set_members(tx, kKeysOfGroup, id, key_ids(tx, labels));
    parts_.search.put(tx, "key_group", id, {name});
    return id;
  };
  const auto teachers = group("Преподаватели (Teachers)", {"04B7720F", "0491E6A3", "04C3580B", "04E6907D", "049C40F6"});
  const auto technicians = group("Постановочная часть (Technicians)", {"04D81F42", "0472AB1C", "041E7AD5"});
  const auto wardrobe = group("Костюмеры (Wardrobe)", {"04A1C95E", "0438BC71"});
  const auto classes = keys("Классы (Classrooms)", {"301", "302", "303", "304", "305"});
  const auto technical = keys("Рубки и сцена (Booths and stage)", {"103", "104", "401", "402"});
  const auto evenings = add_window(tx, "Будни, вечер (Weekday evenings)", 0b0011111, 17 * 60, 22 * 60 + 30);
  const auto weekends = add_window(tx, "Выходные (Weekends)", 0b1100000, 10 * 60, 18 * 60);
  const auto season = add_window(tx, "Сезон (The season)", 0b1111111, 8 * 60, 23 * 60, "2026-09-01", "2027-06-30");
  const auto grant = [&](const char* who, std::int64_t who_id, const char* what, std::int64_t what_id, json window) {
    add(tx, "key_cabinet_grants", {{who, who_id}, {what, what_id}, {"window_id", std::move(window)}});
  };
  grant("holder_group_id", teachers, "key_group_id", classes, evenings);
  grant("holder_group_id", technicians, "key_group_id", technical, season);
  grant("holder_group_id", wardrobe, "room_id", room(tx, "Костюмерная (Wardrobe)"), nullptr);
  grant("holder_id", holder(tx, "0472AB1C"), "room_id", room(tx, "Репетиционный зал (Rehearsal room)"), weekends);
}

// 101 and 102 stay as the protocol's document has them: without a curfew.
void SeasonDemo::add_curfews(Transaction& tx) const {
  const auto now = parts_.clock.now();
  SqlRows::update(tx, "key_cabinet_rooms", room(tx, "Репетиционный зал (Rehearsal room)"), {{"back_by", 22 * 60 + 30}});
  SqlRows::update(tx, "key_cabinet_rooms", room(tx, "Танцевальный класс (Dance studio)"), {{"back_by", 22 * 60}});
  SqlRows::update(tx, "key_cabinet_rooms", room(tx, "Световая рубка (Lighting booth)"), {{"back_after", 120}});
  SqlRows::update(tx, "key_cabinet_rooms", room(tx, "Класс вокала (Voice studio)"), {{"back_after", 180}});
  SqlSeasonDemo::set_due(tx, "401", now - 50min);
  SqlSeasonDemo::set_due(tx, "303", now + 160min);
  if (const auto key = SqlKeyImport::key(tx, "002")) {
    SqlRows::update(tx, "key_cabinet_keys", static_cast<std::int64_t>(*key),
                    {{"state", "lost"}, {"note", "Не вернули после гастролей (not back from the tour)"}});
  }
}

void SeasonDemo::add_bookings(Transaction& tx) const {
  const auto zone = parts_.site.info()->time_zone;
  const auto today = parts_.clock.now(), tomorrow = today + 24h;
  const auto book = [&](Time day, const char* serial, const char* name, const char* from, const char* until,
                        const char* note) {
    const auto date = local_text(day, zone).substr(0, 10);
    const auto begins = time_from_local(date + "T" + from, zone), ends = time_from_local(date + "T" + until, zone);
    if (!begins || !ends) return;
    add(tx, "key_cabinet_bookings",
        {{"holder_id", holder(tx, serial)},
         {"room_id", room(tx, name)},
         {"from_at", microseconds(*begins)},
         {"until_at", microseconds(*ends)},
         {"note", note}});
  };
  book(today, "0491E6A3", "Большой зал (Main hall)", "16:00", "18:30", "Прогон (Run-through)");
  book(today, "049C40F6", "Класс вокала (Voice studio)", "18:00", "19:30", "Voice and speech");
  book(tomorrow, "04E6907D", "Танцевальный класс (Dance studio)", "10:00", "12:00", "Движение (Movement)");
  book(tomorrow, "0455D3E8", "Репетиционный зал (Rehearsal room)", "15:00", "17:00", "Читка (Reading)");
}

// By the workshops' cabinet, so that the numbers of the first one begin with whoever plays with it.
void SeasonDemo::add_device_events(Transaction& tx, std::int64_t cabinet) const {
  struct Event {
    const char* type;
    std::chrono::minutes ago;
    const char* serial;
    const char* label;
    const char* detail;
    const char* conflict;
    const char* matter;  // what an administrator has to look at, if anything
  };
  const Event events[] = {{"started", 26h + 10min, nullptr, nullptr, "power was back", "", ""},
                          {"issued", 25h + 40min, "04F20694", "001", "", "", ""},
                          {"returned", 24h + 55min, "04F20694", "001", "", "", ""},
                          {"door_left_open", 24h + 50min, nullptr, nullptr, "4 min", "", "alarm"},
                          {"wrong_slot", 23h, nullptr, "003", "slot 1", "", ""},
                          {"returned", 22h, "041E7AD5", "003", "", "not_out", "conflict"}};
  const auto received = parts_.clock.now() - 21h;
  int seq = 0;
  for (const auto& event : events) {
    const auto at = parts_.clock.now() - event.ago;
    const auto key = event.label ? SqlKeyImport::key(tx, event.label) : std::nullopt;
    const auto fingerprint = sha256_hex(std::string("demo ") + event.type + std::to_string(++seq));
    add(tx, "key_cabinet_device_events",
        {{"cabinet_id", cabinet},
         {"seq", seq},
         {"fingerprint", fingerprint},
         {"type", event.type},
         {"at", microseconds(at)},
         {"told_at", microseconds(at)},
         {"received_at", microseconds(received)},
         {"holder_id", event.serial ? json(holder(tx, event.serial)) : json()},
         {"key_id", key ? json(static_cast<std::int64_t>(*key)) : json()},
         {"detail", event.detail},
         {"conflict", event.conflict},
         {"matter", event.matter},
         {"settled_at", *event.matter ? json() : microseconds(received)}});
  }
}

// Whoever has an account of the demonstration is linked to it; and all are found by their names.
void SeasonDemo::link_accounts(Transaction& tx) const {
  for (const auto& [serial, account] : kAccounts) {
    const auto holder = SqlSeasonDemo::holder(tx, serial);
    const auto users = parts_.people.named(tx, account);
    if (!holder || users.empty() || SqlSeasonDemo::is_there(tx)) continue;
    SqlRows::update(tx, "key_cabinet_holders", *holder, {{"user_id", static_cast<std::int64_t>(users.front())}});
  }
  for (const auto& each : SqlSeasonDemo::holders(tx)) {
    parts_.search.put(tx, kHolderRecord, each.id, {each.name, each.serial});
  }
  for (const auto& each : SqlSeasonDemo::rooms(tx)) parts_.search.put(tx, "key_room", each.id, {each.name});
  for (const auto& each : SqlSeasonDemo::keys(tx)) parts_.search.put(tx, kKeyRecord, each.id, {each.name});
}

}  // namespace key_cabinet
