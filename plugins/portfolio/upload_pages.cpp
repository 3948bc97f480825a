#include "upload_pages.hpp"

#include "item_data.hpp"
#include "items.hpp"
#include "sql_uploads.hpp"

namespace portfolio {

using namespace callboard;
using nlohmann::json;

json upload_box(const Foundation& foundation, Kind kind) {
  const auto& settings = foundation.settings;
  const auto most = kind == Kind::Photo ? settings.photo_bytes : settings.video.most_bytes;
  json data{{"most", size_text(most)}, {"most_bytes", most}};
  for (const char* name : {"percent", "rate", "left", "done", "all"}) data[name] = "{" + std::string(name) + "}";
  return data;
}

json upload_box(const Foundation& foundation, Kind kind, const Visitor& visitor) {
  const auto usage =
      foundation.database.read_single([&](Transaction& tx) { return SqlOwners::usage(tx, visitor.user); });
  const auto quota = foundation.settings.quota;
  auto data = upload_box(foundation, kind);
  data["room_bytes"] = usage.used < quota ? quota - usage.used : 0;
  return data;
}

void UploadPages::add_routes(Routes& routes) const {
  routes.get("/portfolio/items/{id:int}/resume", signed_in,
             [this](const Request& r, const Visitor& v) { return resume(r, v); });
}

Response UploadPages::resume(const Request& request, const Visitor& visitor) const {
  const auto [item, upload] = foundation_.database.read([&](Transaction& tx) {
    auto own = own_item(tx, visitor, request.path<ItemId>("id"));
    auto coming = SqlUploads::of_item(tx, own.id);
    return std::pair(std::move(own), std::move(coming));
  });
  if (item.state != State::Uploading || !upload) return see_other("/portfolio");
  auto data = upload_box(foundation_, item.kind);
  data.update(came_data(foundation_, *upload));
  data["id"] = static_cast<std::int64_t>(item.id);
  data["title"] = item.said.title;
  data["kind"] = name_of(item.kind);
  data["is_photo"] = item.kind == Kind::Photo;
  data["is_video"] = item.kind == Kind::Video;
  return foundation_.view.render("portfolio/resume", std::move(data));
}

}  // namespace portfolio
