#include "own_data.hpp"

#include <fmt/chrono.h>

#include "items.hpp"
#include "sql_albums.hpp"
#include "sql_items.hpp"
#include "sql_uploads.hpp"

namespace portfolio {

using namespace callboard;
using nlohmann::json;

namespace {

std::string iso_time(Time time) {
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}Z",
                     fmt::gmtime(std::chrono::system_clock::to_time_t(std::chrono::floor<std::chrono::seconds>(time))));
}

json item_json(Transaction& tx, const Item& item) {
  auto files = json::array();
  const auto base = "/portfolio/media/" + std::to_string(static_cast<std::int64_t>(item.id)) + "/";
  for (const auto& file : SqlItems::files(tx, item.id)) files.push_back(base + file.variant);
  return {{"kind", name_of(item.kind)},
          {"state", name_of(item.state)},
          {"title", item.said.title},
          {"text", item.said.text},
          {"alt", item.said.alt},
          {"date", item.said.happened_on},
          {"visibility", name_of(item.said.visibility)},
          {"added_at", iso_time(item.created)},
          {"size", item.size},
          {"taken_down", item.taken_down},
          {"files", std::move(files)}};
}

json collected(Transaction& tx, const Foundation& foundation, UserId user) {
  json all = json::object();
  for (const auto id : SqlItems::of_owner(tx, user)) all["items"].push_back(item_json(tx, *SqlItems::find(tx, id)));
  for (const auto& album : SqlAlbums::of_owner(tx, user)) {
    all["albums"].push_back({{"title", album.title}, {"description", album.description}});
  }
  for (const auto& link : SqlLinks::of_owner(tx, user, foundation.clock.now())) {
    all["links"].push_back({{"note", link.note}, {"album", link.album_title}, {"expires_at", iso_time(link.expires)}});
  }
  for (const auto& upload : SqlUploads::of_owner(tx, user)) {
    all["uploads"].push_back({{"file_name", upload.file_name}, {"size", upload.length}});
  }
  return all.empty() ? json() : all;
}

// Files of uploads that were dropped are removed by the job, those in the media store by the host's.
void erase_all(Transaction& tx, const Foundation& foundation, UserId user) {
  SqlOwners::lock(tx, user);
  for (const auto id : SqlItems::of_owner(tx, user)) {
    Items::erase(tx, foundation.media, foundation.search, *SqlItems::find(tx, id));
  }
  SqlLinks::erase_of(tx, user);
  SqlAlbums::erase_of(tx, user);
  SqlUploads::drop_done_of(tx, user);
  SqlOwners::erase(tx, user);
}

}  // namespace

PersonalData own_data(const Foundation& foundation) {
  return {"portfolio", [&foundation](Transaction& tx, UserId user) { return collected(tx, foundation, user); },
          [&foundation](Transaction& tx, UserId user) { erase_all(tx, foundation, user); }};
}

}  // namespace portfolio
