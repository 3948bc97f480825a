#include "item_data.hpp"

#include <cmath>
#include <set>

#include <fmt/format.h>

#include <callboard/local_time.hpp>
#include <callboard/moment.hpp>

#include "fault_texts.hpp"
#include "markdown.hpp"
#include "sql_items.hpp"

namespace portfolio {

using namespace callboard;
using nlohmann::json;

namespace {

constexpr std::size_t kExcerpt = 240;

// How wide a picture of that shape is in a square of that size.
int width_in(const Item& item, int box) {
  const int longest = std::max(item.width, item.height);
  return longest <= box ? item.width : std::max(1, item.width * box / longest);
}

std::string clock_text(std::int64_t milliseconds) {
  const auto seconds = (milliseconds + 500) / 1000;
  if (seconds >= 3600) return fmt::format("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
  return fmt::format("{}:{:02}", seconds / 60, seconds % 60);
}

void add_state(json& data, const Foundation& foundation, const Item& item) {
  data["visibility"] = label_of(item.said.visibility);
  data["is_private"] = item.said.visibility == Visibility::Private;
  data["size"] = size_text(item.size);
  data["uploading"] = item.state == State::Uploading;
  data["processing"] = item.state == State::Processing;
  data["taken_down"] = item.taken_down;
  data["taken_down_why"] = item.taken_down_why;
  if (item.state != State::Failed) return;
  data["failed"] = fault_text(item, foundation.settings);
  data["may_try_again"] = item.fault == kNotProcessed;
}

// What lists look up once for all their items.
struct Beside {
  std::map<std::int64_t, std::string> shows;
  std::set<ItemId> posters;                // the videos that have one
  std::map<ItemId, UploadRecord> uploads;  // of those that are on their way
};

void add_content(json& data, const Item& item, const std::string& base, bool has_poster) {
  const auto media = base + "/media/" + std::to_string(static_cast<std::int64_t>(item.id)) + "/";
  data["media"] = media;
  data["width"] = item.width;
  data["height"] = item.height;
  if (item.kind == Kind::Photo) {
    data["photo"] = media + "s.jpg";
    data["large"] = media + "l.jpg";
    data["width_s"] = width_in(item, kPhotoBoxes[0]);
    data["width_m"] = width_in(item, kPhotoBoxes[1]);
    data["width_l"] = width_in(item, kPhotoBoxes[2]);
  } else {
    data["video"] = media + kVideoVariant;
    if (has_poster) data["poster"] = media + kPosterVariant;
    data["duration"] = clock_text(item.duration_ms);
  }
}

json with_others(const Foundation& foundation, const Item& item, const Look& look, const Beside& beside) {
  const auto& shows = beside.shows;
  const auto base = look.token.empty() ? std::string("/portfolio") : "/portfolio/shared/" + look.token;
  const auto id = static_cast<std::int64_t>(item.id);
  const auto& said = item.said;
  json data{{"id", id},
            {"title", said.title},
            {"alt", said.alt.empty() ? said.title : said.alt},
            {"token", look.token},
            {"url", base + "/items/" + std::to_string(id)},
            {"mine", look.mine},
            {"is_text", item.kind == Kind::Text},
            {"is_video", item.kind == Kind::Video},
            {"shown", item.state == State::Ready}};
  if (item.kind != Kind::Text && item.state == State::Ready) {
    add_content(data, item, base, beside.posters.contains(item.id));
  }
  if (look.in_full) data["markdown"] = markdown_events(said.text);
  data["excerpt"] = look.in_full ? "" : markdown_excerpt(said.text, kExcerpt);
  if (!said.happened_on.empty()) {
    const auto noon = time_from_local(said.happened_on + "T12:00", foundation.site.info()->time_zone);
    if (noon) data["date"] = moment(*noon, MomentStyle::Date);
  }
  if (said.show && shows.contains(*said.show)) {
    data["show"] = {{"show_title", shows.at(*said.show)}, {"show_url", "/shows/" + std::to_string(*said.show)}};
  }
  if (look.mine) add_state(data, foundation, item);
  const auto upload = beside.uploads.find(item.id);
  if (look.mine && upload != beside.uploads.end()) data.update(came_data(foundation, upload->second));
  return data;
}

Beside beside(const Foundation& foundation, const std::vector<Item>& items) {
  std::vector<std::int64_t> shows;
  std::vector<ItemId> videos, coming;
  for (const auto& item : items) {
    if (item.said.show && foundation.shows) shows.push_back(*item.said.show);
    if (item.kind == Kind::Video) videos.push_back(item.id);
    if (item.state == State::Uploading) coming.push_back(item.id);
  }
  if (shows.empty() && videos.empty() && coming.empty()) return {};
  return foundation.database.read([&](Transaction& tx) {
    Beside found;
    if (!shows.empty()) found.shows = foundation.shows->titles(tx, shows);
    found.posters = SqlItems::having(tx, videos, kPosterVariant);
    for (const auto id : coming) {  // few: the number of uploads is limited
      if (auto upload = SqlUploads::of_item(tx, id)) found.uploads.emplace(id, std::move(*upload));
    }
    return found;
  });
}

}  // namespace

Text label_of(Visibility visibility) {
  switch (visibility) {
    case Visibility::Private: return _("Only me");
    case Visibility::School: return _("The school: whoever is signed in");
    case Visibility::Public: break;
  }
  return _("Everybody");
}

Text size_text(std::uint64_t bytes) {
  constexpr double kKilobyte = 1024.0;
  const auto kilobytes = static_cast<double>(bytes) / kKilobyte, megabytes = kilobytes / kKilobyte;
  if (megabytes >= 1024) return _("{size} GB").with("size", fmt::format("{:.1f}", megabytes / kKilobyte));
  if (megabytes >= 10) return _("{size} MB").with("size", fmt::format("{:.0f}", megabytes));
  if (megabytes >= 1) return _("{size} MB").with("size", fmt::format("{:.1f}", megabytes));
  return _("{size} KB").with("size", fmt::format("{:.0f}", std::ceil(kilobytes)));
}

json came_data(const Foundation& foundation, const UploadRecord& upload) {
  const auto came = foundation.partial_files.size(upload.partial).value_or(0);
  return {{"upload_url", "/portfolio/uploads/" + std::to_string(static_cast<std::int64_t>(upload.id))},
          {"file_name", upload.file_name},
          {"length", upload.length},
          {"came", size_text(came)},
          {"came_percent", came * 100 / std::max<std::uint64_t>(upload.length, 1)}};
}

json item_data(const Foundation& foundation, const Item& item, const Look& look) {
  return with_others(foundation, item, look, beside(foundation, {item}));
}

json items_data(const Foundation& foundation, const std::vector<Item>& items, const Look& look) {
  const auto others = beside(foundation, items);
  auto all = json::array();
  for (const auto& item : items) all.push_back(with_others(foundation, item, look, others));
  return all;
}

}  // namespace portfolio
