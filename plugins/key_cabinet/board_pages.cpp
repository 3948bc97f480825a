#include "board_pages.hpp"

#include <algorithm>

#include <callboard/crypto.hpp>
#include <callboard/moment.hpp>

#include "sql_key_board.hpp"

namespace key_cabinet {

using namespace callboard;
using nlohmann::json;

namespace {

constexpr std::size_t kMostListed = 100;  // keys that are out, of the overview

struct State {
  const char* name;
  Text label;
};

State state_of(const BoardKey& key, Time now) {
  if (key.overdue(now)) return {"overdue", _("overdue")};
  if (key.state == "lost") return {"lost", _("lost")};
  if (key.out) return {"out", _("out")};
  if (key.state != "in_service") return {"lost", _("out of service")};
  return {"in", _("in")};
}

json key_data(const BoardKey& key, Time now) {
  const auto [state, label] = state_of(key, now);
  json data{{"label", key.label},
            {"url", "/admin/keys/keys/" + std::to_string(key.id)},
            {"state", state},
            {"state_label", label},
            {"cabinet", key.cabinet}};
  if (key.slot) data["slot"] = std::to_string(*key.slot);
  if (!key.out) return data;
  data["out"] = {{"holder", key.out->holder.empty() ? json(_("a holder who has left")) : json(key.out->holder)},
                 {"loan_url", "/admin/keys/out/" + std::to_string(key.out->loan)},
                 {"since", moment(key.out->since)}};
  if (key.out->due) data["out"]["due"] = moment(*key.out->due);
  return data;
}

json room_data(const BoardRoom& room, Time now) {
  auto keys = json::array();
  for (const auto& key : room.keys) keys.push_back(key_data(key, now));
  return {{"name", room.name}, {"url", "/admin/keys/rooms/" + std::to_string(room.id)}, {"keys", std::move(keys)}};
}

json cabinet_data(const BoardCabinet& cabinet) {
  json data{{"name", cabinet.name}, {"place", cabinet.place}};
  if (cabinet.seen) data["seen"] = moment(*cabinet.seen);
  if (cabinet.pending > 0) {
    data["pending"] = plural("{count} event is not sent yet", "{count} events are not sent yet", cabinet.pending)
                          .with("count", cabinet.pending);
  }
  return data;
}

json counts(const KeyBoard& board, Time now) {
  std::int64_t in = 0, out = 0, overdue = 0, lost = 0;
  for (const auto& room : board.rooms) {
    for (const auto& key : room.keys) {
      const std::string_view state = state_of(key, now).name;
      ++(key.out ? out : state == "in" ? in : lost);
      if (state == "overdue") ++overdue;
    }
  }
  return json::array({{{"label", _("In")}, {"count", in}, {"state", "in"}, {"url", "/admin/keys/keys?out=no"}},
                      {{"label", _("Out")}, {"count", out}, {"state", "out"}, {"url", "/admin/keys/out"}},
                      {{"label", _("Overdue")},
                       {"count", overdue},
                       {"state", overdue > 0 ? "overdue" : "in"},
                       {"url", "/admin/keys/out?overdue=yes"}},
                      {{"label", _("Lost or out of service")},
                       {"count", lost},
                       {"state", lost > 0 ? "lost" : "in"},
                       {"url", "/admin/keys/keys?state=lost"}}});
}

// The keys that are out, those that have been out longest first.
json out_data(const KeyBoard& board, Time now) {
  std::vector<std::pair<const BoardRoom*, const BoardKey*>> out;
  for (const auto& room : board.rooms) {
    for (const auto& key : room.keys) {
      if (key.out) out.emplace_back(&room, &key);
    }
  }
  std::sort(out.begin(), out.end(),
            [](const auto& a, const auto& b) { return a.second->out->since < b.second->out->since; });
  if (out.size() > kMostListed) out.resize(kMostListed);
  auto all = json::array();
  for (const auto& [room, key] : out) {
    all.push_back(key_data(*key, now));
    all.back()["room"] = room->name;
  }
  return all;
}

}  // namespace

void BoardPages::add_routes(Routes& routes) {
  const auto admin = role("admin");
  routes.get("/admin/keys", admin, [this](const Request&, const Visitor& v) { return overview(v); });
  routes.get("/admin/keys/board", admin, [this](const Request&, const Visitor& v) { return board(v); });
  routes.get("/admin/keys/board/rooms", admin, [this](const Request& r, const Visitor&) { return rooms(r); });
}

json BoardPages::data() const {
  const auto board = parts_.database.read([](Transaction& tx) { return SqlKeyBoard::read(tx); });
  const auto now = parts_.clock.now();
  auto rooms = json::array(), cabinets = json::array();
  for (const auto& room : board.rooms) rooms.push_back(room_data(room, now));
  for (const auto& cabinet : board.cabinets) cabinets.push_back(cabinet_data(cabinet));
  return {{"counts", counts(board, now)},
          {"out_now", out_data(board, now)},
          {"rooms", std::move(rooms)},
          {"cabinets", std::move(cabinets)}};
}

Response BoardPages::overview(const Visitor& visitor) const {
  return parts_.pages.render("key_cabinet/overview", data(), visitor, "/admin/keys");
}

Response BoardPages::board(const Visitor& visitor) const {
  return parts_.pages.render("key_cabinet/board", data(), visitor, "/admin/keys/board");
}

Response BoardPages::rooms(const Request& request) const {
  auto html = parts_.view.expand("key_cabinet/board_rooms.html", data(), request.language());
  const auto tag = '"' + sha256_hex(html).substr(0, 32) + '"';
  const bool known = request.header("If-None-Match").value_or("") == tag;
  auto response =
      known ? Response(HttpStatus::NotModified) : Response::bytes(std::move(html), "text/html; charset=utf-8");
  return std::move(response)
      .header("ETag", tag)
      .header("Cache-Control", "private, no-cache")
      .header("Vary", "Accept-Language, Cookie");
}

}  // namespace key_cabinet
