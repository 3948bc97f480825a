#include "matrix_pages.hpp"

#include <algorithm>
#include <charconv>

#include <callboard/encoding.hpp>

#include "sql_access_matrix.hpp"

namespace key_cabinet {

using namespace callboard;
using nlohmann::json;

namespace {

constexpr std::size_t kLongestSearch = 200;  // bytes
constexpr int kMostPages = 10'000;

std::optional<std::int64_t> number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

[[noreturn]] void unreadable() { throw BadRequest(_("The form could not be read.")); }

MatrixQuery parse_query(const Form& form) {
  MatrixQuery query;
  query.people = form.value("q");
  if (query.people.size() > kLongestSearch) throw BadRequest(_("That is too long to look for."));
  query.key_group = number(form.value("group")).value_or(0);
  query.page = static_cast<int>(std::clamp<std::int64_t>(number(form.value("page")).value_or(1), 1, kMostPages));
  query.room_page = static_cast<int>(std::clamp<std::int64_t>(number(form.value("rooms")).value_or(1), 1, kMostPages));
  return query;
}

std::string address(const MatrixQuery& query) {
  return "/admin/keys/matrix?q=" + percent_encode(query.people) + "&group=" + std::to_string(query.key_group) +
         "&page=" + std::to_string(query.page) + "&rooms=" + std::to_string(query.room_page);
}

// "3:1" each, with the version that was shown.
void read_people(MatrixChange& change, const Form& form) {
  for (const auto& text : form.all("person")) {
    const auto colon = text.find(':');
    if (colon == std::string::npos) unreadable();
    const auto id = number(std::string_view(text).substr(0, colon));
    const auto version = number(std::string_view(text).substr(colon + 1));
    if (!id || !version) unreadable();
    change.people.emplace_back(HolderId{*id}, *version);
  }
}

// The rooms that the page showed, joined by commas.
void read_rooms(MatrixChange& change, const std::string& joined) {
  for (std::size_t begin = 0; begin < joined.size();) {
    const auto end = std::min(joined.find(',', begin), joined.size());
    const auto id = number(std::string_view(joined).substr(begin, end - begin));
    if (!id) unreadable();
    change.rooms.push_back(RoomId{*id});
    begin = end + 1;
  }
}

std::string place_name(HolderId holder, RoomId room) {
  return "c" + std::to_string(static_cast<std::int64_t>(holder)) + "_" +
         std::to_string(static_cast<std::int64_t>(room));
}

MatrixChange parse_change(const Form& form) {
  MatrixChange change;
  read_people(change, form);
  read_rooms(change, form.value("shown_rooms"));
  if (change.people.size() > AccessMatrix::kPeople || change.rooms.size() > AccessMatrix::kRooms) unreadable();
  for (const auto& [holder, version] : change.people) {
    for (const auto room : change.rooms) {
      const auto wanted = form.value(place_name(holder, room));
      if (wanted == "all") change.wanted[{holder, room}] = RoomRight::All;
      if (wanted == "some") change.wanted[{holder, room}] = RoomRight::Some;
    }
  }
  return change;
}

// What the box of a place shows: what was typed, or what is.
RoomRight shown(const Matrix& matrix, const MatrixPerson& person, const MatrixRoom& room, const MatrixChange* typed,
                HolderId theirs) {
  if (!typed || person.id == theirs) return matrix.right(person, room);
  const auto wanted = typed->wanted.find({person.id, room.id});
  return wanted == typed->wanted.end() ? RoomRight::None : wanted->second;
}

json cell(const Matrix& matrix, const MatrixPerson& person, const MatrixRoom& room, RoomRight right) {
  json data{{"name", place_name(person.id, room.id)},
            {"label", person.fullname + ": " + room.name},
            {"granted", matrix.granted.contains({person.id, room.id})}};
  if (matrix.right(person, room) != RoomRight::Some) {
    data["box"] = {{"checked", right == RoomRight::All}};
    return data;
  }
  const auto count = std::to_string(matrix.direct.at({person.id, room.id})) + "/" + std::to_string(room.keys);
  data["choice"] = {{"none", right == RoomRight::None},
                    {"some", right == RoomRight::Some},
                    {"all", right == RoomRight::All},
                    {"count", count}};
  return data;
}

json rows(const Matrix& matrix, const MatrixChange* typed, HolderId theirs) {
  auto all = json::array();
  for (const auto& person : matrix.people) {
    auto cells = json::array();
    for (const auto& room : matrix.rooms) {
      cells.push_back(cell(matrix, person, room, shown(matrix, person, room, typed, theirs)));
    }
    const auto id = std::to_string(static_cast<std::int64_t>(person.id));
    all.push_back({{"fullname", person.fullname},
                   {"person", id + ":" + std::to_string(person.version)},
                   {"url", "/admin/keys/holders/" + id},
                   {"changed", person.id == theirs},
                   {"cells", std::move(cells)}});
  }
  return all;
}

json room_heads(const Matrix& matrix) {
  auto all = json::array();
  for (const auto& room : matrix.rooms) {
    all.push_back({{"name", room.name},
                   {"url", "/admin/keys/rooms/" + std::to_string(static_cast<std::int64_t>(room.id))},
                   {"keys", plural("{count} key", "{count} keys", room.keys).with("count", room.keys)}});
  }
  return all;
}

std::string room_ids(const Matrix& matrix) {
  std::string text;
  for (const auto& room : matrix.rooms) {
    text += (text.empty() ? "" : ",") + std::to_string(static_cast<std::int64_t>(room.id));
  }
  return text;
}

json group_choices(Transaction& tx, std::int64_t chosen) {
  auto all = json::array();
  for (const auto& [id, name] : SqlAccessMatrix::key_groups(tx)) {
    all.push_back({{"value", id}, {"label", name}, {"chosen", id == chosen}});
  }
  return all;
}

// Links to the pages beside this one.
void add_pages(json& data, const MatrixQuery& query, const Matrix& matrix) {
  const auto link = [&](const char* name, int people, int rooms, bool there) {
    if (!there) return;
    auto other = query;
    other.page += people;
    other.room_page += rooms;
    data[name] = address(other);
  };
  link("previous_people", -1, 0, query.page > 1);
  link("next_people", 1, 0, matrix.more_people);
  link("previous_rooms", 0, -1, query.room_page > 1);
  link("next_rooms", 0, 1, matrix.more_rooms);
}

json page_data(Transaction& tx, const MatrixQuery& query, const Matrix& matrix, const MatrixChange* typed,
               HolderId theirs) {
  json data{{"q", query.people},           {"groups", group_choices(tx, query.key_group)},
            {"action", address(query)},    {"shown_rooms", room_ids(matrix)},
            {"heads", room_heads(matrix)}, {"rows", rows(matrix, typed, theirs)}};
  add_pages(data, query, matrix);
  for (const auto& person : matrix.people) {
    if (person.id == theirs) data["conflict"] = person.fullname;
  }
  return data;
}

}  // namespace

void MatrixPages::add_routes(Routes& routes) {
  routes.get("/admin/keys/matrix", role("admin"), [this](const Request& r, const Visitor& v) { return show(r, v); });
  routes.post("/admin/keys/matrix", role("admin"), [this](const Request& r, const Visitor& v) { return save(r, v); });
}

Response MatrixPages::show(const Request& request, const Visitor& visitor) const {
  return render(parse_query(request.query()), visitor, nullptr, HolderId{});
}

Response MatrixPages::save(const Request& request, const Visitor& visitor) const {
  const auto query = parse_query(request.query());
  const auto change = parse_change(request.form());
  try {
    const auto changed = database_.transact([&](Transaction& tx) { return matrix_.save(tx, visitor, change); });
    if (changed == 0) return see_other(address(query)).flash(_("Nothing was changed."), Flash::Kind::Info);
    return see_other(address(query))
        .flash(plural("The access of {count} person is saved.", "The access of {count} people is saved.", changed)
                   .with("count", changed));
  } catch (const MatrixConflict& conflict) {
    return render(query, visitor, &change, conflict.holder);
  }
}

Response MatrixPages::render(const MatrixQuery& query, const Visitor& visitor, const MatrixChange* typed,
                             HolderId theirs) const {
  auto data =
      database_.read([&](Transaction& tx) { return page_data(tx, query, matrix_.read(tx, query), typed, theirs); });
  return pages_.render("key_cabinet/matrix", std::move(data), visitor, "/admin/keys/matrix",
                       typed ? HttpStatus::Conflict : HttpStatus::Ok);
}

}  // namespace key_cabinet
