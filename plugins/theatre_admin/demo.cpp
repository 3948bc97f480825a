#include "demo.hpp"

#include <filesystem>

#include <callboard/local_time.hpp>
#include <callboard/temporary_file.hpp>

#include "demo_posters.hpp"
#include "shows_admin.hpp"

namespace theatre_admin {

using namespace callboard;

namespace {

Upload upload_of(const std::string& svg) {
  TemporaryFileWriter writer(std::filesystem::temp_directory_path());
  writer.write(svg);
  return {"picture", "poster.svg", "image/svg+xml", svg.size(), writer.file()};
}

}  // namespace

nlohmann::json Demo::load() const {
  add_shows();
  set_site();
  return nlohmann::json::object();
}

void Demo::add_shows() const {
  if (parts_.database.read_single([&](Transaction& tx) { return parts_.shows.any(tx); })) return;
  std::vector<StoredMedia> posters;
  for (const auto& show : demo_shows()) posters.push_back(stored_poster(show));
  parts_.database.transact([&](Transaction& tx) {
    if (parts_.shows.any(tx)) return;
    for (std::size_t i = 0; i < posters.size(); ++i) add(tx, demo_shows()[i], posters[i]);
  });
}

StoredMedia Demo::stored_poster(const DemoShow& show) const {
  const auto recoded = parts_.pictures.recode(upload_of(poster(show.motif)), poster_rules());
  if (recoded.fault != PictureFault::None) throw std::runtime_error(std::string("no poster of ") + show.title);
  return parts_.media.store(recoded.sizes.at(0).content, "webp", "image/webp");
}

void Demo::add(Transaction& tx, const DemoShow& show, const StoredMedia& picture) const {
  const auto zone = parts_.site.info()->time_zone;
  const auto day = local_text(parts_.clock.now() + std::chrono::hours(24 * show.days), zone).substr(0, 10);
  Show added;
  added.title = show.title;
  added.starts_at = time_from_local(day + "T" + show.time, zone).value_or(parts_.clock.now());
  added.hall = show.hall;
  added.description = show.description;
  added.picture = picture.name;
  added.duration_minutes = show.minutes;
  added.age = show.age;
  const auto id = static_cast<std::int64_t>(parts_.shows.add(tx, added));
  parts_.media.use(tx, picture, {kPictureUse, id, ""});
  parts_.search.put(tx, kShowRecord, id, {added.title, added.hall, added.description});
}

void Demo::set_site() const {
  const auto stored = parts_.settings.stored();
  if (stored.version != 0) return;
  const auto logo = upload_of(demo_logo());
  const auto& info = stored.info;
  parts_.settings.change(console(), {info.name, info.time_zone, demo_contacts(), demo_privacy(), &logo, false, 0});
}

}  // namespace theatre_admin
