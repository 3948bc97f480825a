#include "demo.hpp"

#include <chrono>

namespace key_cabinet {

using namespace callboard;
using nlohmann::json;

namespace {

struct DemoRoom {
  const char* name;
  std::vector<const char*> keys;
};

const std::vector<DemoRoom>& rooms() {
  static const std::vector<DemoRoom> all{
      {"Большой зал (Main hall)", {"101", "102"}},
      {"Малый зал (Studio theatre)", {"103", "104"}},
      {"Костюмерная (Wardrobe)", {"201", "202"}},
      {"Гримёрная № 1 (Dressing room 1)", {"203"}},
      {"Гримёрная № 2 (Dressing room 2)", {"204"}},
      {"Учительская (Staff room)", {"205"}},
      {"Репетиционный зал (Rehearsal room)", {"301", "302"}},
      {"Класс вокала (Voice studio)", {"303"}},
      {"Танцевальный класс (Dance studio)", {"304", "305"}},
      {"Библиотека пьес (Play library)", {"306"}},
      {"Световая рубка (Lighting booth)", {"401"}},
      {"Звукорежиссёрская (Sound booth)", {"402"}},
      {"Реквизиторская (Prop store)", {"001", "002"}},
      {"Декорационная мастерская (Scene shop)", {"003"}},
  };
  return all;
}

// The first two are the ones that the protocol's document uses.
const std::vector<Holder>& people() {
  static const std::vector<Holder> all{
      {{}, "Соколова Мария Андреевна", "12345ABC", {"101", "102"}},
      {{}, "Ильин Пётр Сергеевич", "67890DEF", {"101"}},
      {{}, "Верещагина Ольга Павловна", "04A1C95E", {"201", "202", "203", "204"}},
      {{}, "Громов Аркадий Львович", "04B7720F", {"103", "104", "205", "301", "302"}},
      {{}, "Данилевский Игорь Михайлович", "0491E6A3", {"205", "301", "302", "306"}},
      {{}, "Ефимова Тамара Николаевна", "04C3580B", {"205", "303"}},
      {{}, "Жданов Кирилл Олегович", "04D81F42", {"401", "402"}},
      {{}, "Зимина Алла Борисовна", "04E6907D", {"205", "304", "305"}},
      {{}, "Калинин Роман Викторович", "0472AB1C", {"402", "103", "104"}},
      {{}, "Лебедева Нина Фёдоровна", "0455D3E8", {"306", "205"}},
      {{}, "Мещеряков Степан Ильич", "04F20694", {"001", "002", "003"}},
      {{}, "Назарова Вера Глебовна", "0438BC71", {"203", "204"}},
      {{}, "Орлов Тимофей Юрьевич", "041E7AD5", {"003", "401"}},
      {{}, "Anna Whitfield", "049C40F6", {"205", "303", "304"}},
      {{},
       "Рябинин Лев Константинович",
       "04673E2A",
       {"001", "002", "003", "103", "104", "201", "202", "203", "204", "205", "301", "302", "303", "304", "305", "306",
        "401", "402"}},
  };
  return all;
}

struct DemoLoan {
  const char* serial;
  const char* key;
  std::chrono::minutes ago;
  std::chrono::minutes kept{0};  // 0: still out
};

// In the order in which it happened.
std::vector<DemoLoan> history() {
  using namespace std::chrono_literals;
  constexpr auto kDay = 24h;
  std::vector<DemoLoan> all;
  for (int day = 28; day >= 1; --day) {
    all.push_back({"04673E2A", "205", day * kDay + 4h, 30min});
    all.push_back({day % 2 == 0 ? "04B7720F" : "0491E6A3", "301", day * kDay + 3h, 95min});
    if (day % 3 == 0) all.push_back({"12345ABC", "101", day * kDay + 150min, 140min});
    if (day % 4 == 0) all.push_back({"67890DEF", "101", day * kDay - 2h, 60min});
    if (day % 2 == 1) all.push_back({"04E6907D", "304", day * kDay - 3h, 110min});
    if (day % 5 == 0) all.push_back({"04A1C95E", "201", day * kDay - 4h, 5h});
    if (day % 7 == 0) all.push_back({"04F20694", "002", day * kDay - 5h, 45min});
  }
  all.push_back({"04D81F42", "401", 170min});
  all.push_back({"04E6907D", "305", 75min});
  all.push_back({"04C3580B", "303", 20min});
  return all;
}

json holder_member(const Holder& holder) {
  return {{"serial", holder.serial}, {"fullname", holder.fullname}, {"access", holder.access}};
}

}  // namespace

json Demo::load() {
  json members{{"holders", {holder_member(people()[0]), holder_member(people()[1])}}};
  CabinetId cabinet{};
  if (cabinets_ != nullptr) {
    const auto enrolled = cabinets_->enrol_anew("Вахта (Front desk)");
    cabinet = enrolled.id;
    members["cabinet"] = {{"id", std::to_string(static_cast<std::int64_t>(cabinet))}, {"token", enrolled.token}};
  }
  database_.transact([&](Transaction& tx) {
    if (add_holders(tx)) add_history(tx, cabinet);
  });
  return members;
}

std::map<std::string, KeyId> Demo::add_keys(Transaction& tx) {
  std::map<std::string, KeyId> keys;
  for (const auto& room : rooms()) {
    const auto id = holders_.add_room(tx, room.name).id;
    for (const char* label : room.keys) keys[label] = holders_.add_key(tx, id, label).id;
  }
  return keys;
}

bool Demo::add_holders(Transaction& tx) {
  const auto keys = add_keys(tx);
  bool added = false;
  for (const auto& person : people()) {
    const auto holder = holders_.add_holder(tx, person.fullname, person.serial);
    // Whom somebody has edited since is left alone.
    if (!holder.is_new) continue;
    added = true;
    for (const auto& label : person.access) holders_.allow(tx, holder.id, keys.at(label));
  }
  return added;
}

void Demo::add_history(Transaction& tx, CabinetId cabinet) {
  const auto now = clock_.now();
  for (const auto& loan : history()) {
    const LoanRequest request{loan.serial, loan.key};
    loans_.open_loan(tx, cabinet, request, now - loan.ago);
    if (loan.kept.count() > 0) loans_.close_loan(tx, cabinet, request, now - loan.ago + loan.kept);
  }
}

}  // namespace key_cabinet
