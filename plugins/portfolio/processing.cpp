#include "processing.hpp"

#include "fault_texts.hpp"
#include "held_item.hpp"
#include "items.hpp"
#include "sql_items.hpp"

namespace portfolio {

using namespace callboard;

namespace {

constexpr int kAtATime = 10;
constexpr int kMostRounds = 10;  // then the process may be asked to stop
constexpr std::chrono::seconds kPutOff{30};

// Always the same name, so that a worker that was killed leaves nothing that the next one does not put away.
std::filesystem::path beside(const std::filesystem::path& file, const char* ending) {
  auto path = file;
  path += ending;
  return path;
}

// Another name of the same file: what is handed over goes, and the one that came stays.
std::filesystem::path second_name(const std::filesystem::path& file) {
  auto second = beside(file, ".taken");
  std::error_code error;
  std::filesystem::remove(second, error);
  std::filesystem::create_hard_link(file, second, error);
  if (error) throw Unavailable("an upload cannot be handed over: " + error.message());
  return second;
}

// A film without anything but its pictures and its sound; what is not handed over goes.
class BareFilm {
 public:
  BareFilm(Videos& videos, const std::filesystem::path& film)
      : path_(beside(film, ".bare")), fault_(videos.copy_bare(film, path_)) {}
  ~BareFilm() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }
  BareFilm(const BareFilm&) = delete;
  BareFilm& operator=(const BareFilm&) = delete;

  const std::filesystem::path& path() const { return path_; }
  VideoFault fault() const { return fault_; }

 private:
  const std::filesystem::path path_;
  const VideoFault fault_;
};

}  // namespace

int Processing::run() {
  int taken = 0;
  for (int round = 0; round < kMostRounds; ++round) {
    const auto of_round = run_once();
    taken += of_round;
    if (of_round < kAtATime) break;
  }
  return taken;
}

int Processing::run_once() {
  auto& database = parts_.database;
  const auto waiting =
      database.read_single([&](Transaction& tx) { return SqlItems::waiting(tx, parts_.clock.now(), kAtATime); });
  int taken = 0;
  for (const auto id : waiting) {
    const auto now = parts_.clock.now();
    const auto tries = database.transact([&](Transaction& tx) { return SqlItems::claim(tx, id, now, now + kLease); });
    if (!tries) continue;
    ++taken;
    process(id, *tries);
  }
  return taken;
}

void Processing::process(ItemId id, int tries) {
  auto& database = parts_.database;
  const auto item = database.read_single([&](Transaction& tx) { return SqlItems::find(tx, id); });
  const auto upload = database.read_single([&](Transaction& tx) { return SqlUploads::of_item(tx, id); });
  if (!item) return;
  if (!upload || upload->partial.empty()) return fail(*item, nullptr, fault_name(PictureFault::Broken));
  if (tries > kMostTries) return fail(*item, nullptr, kNotProcessed);
  if (has_room(*item, *upload)) return try_to_make(*item, *upload, tries);
  parts_.log.warning("portfolio.no_room", {{"item", static_cast<std::int64_t>(id)}});
  const auto again = parts_.clock.now() + kPutOff;
  database.transact_single([&](Transaction& tx) { SqlItems::hand_back(tx, id, again); });
}

// A film is there twice for a while.
bool Processing::has_room(const Item& item, const UploadRecord& upload) const {
  return item.kind != Kind::Video || parts_.partial_files.room() >= upload.length;
}

void Processing::try_to_make(const Item& item, const UploadRecord& upload, int tries) {
  const HeldItem held(parts_.database, parts_.clock, parts_.log, {item.id, tries, kLease});
  try {
    const auto made = made_of(item, upload);
    if (made.fault.empty()) return keep(item, upload, made);
    fail(item, &upload, made.fault);
  } catch (const std::exception& error) {
    parts_.log.warning("portfolio.not_processed",
                       {{"item", static_cast<std::int64_t>(item.id)}, {"try", tries}, {"error", error.what()}});
    const auto again = parts_.clock.now() + kPutOff;
    parts_.database.transact_single([&](Transaction& tx) { SqlItems::put_off(tx, item.id, again); });
  }
}

Processing::Made Processing::made_of(const Item& item, const UploadRecord& upload) const {
  const auto file = parts_.partial_files.path_of(upload.partial);
  if (std::filesystem::file_size(file) != upload.length) throw Unavailable("the file of an upload is not whole");
  return item.kind == Kind::Photo ? photo(upload, file) : video(file);
}

Processing::Made Processing::photo(const UploadRecord& upload, const std::filesystem::path& file) const {
  const auto handed = std::make_shared<const TemporaryFile>(second_name(file));
  const auto photo = parts_.photos.make({"file", upload.file_name, "", upload.length, handed});
  Made made;
  made.files = photo.made;
  if (photo.fault != PictureFault::None) made.fault = fault_name(photo.fault);
  return made;
}

Processing::Made Processing::failed(VideoFault fault) {
  Made made;
  made.fault = fault_name(fault);
  return made;
}

Processing::Made Processing::video(const std::filesystem::path& file) const {
  const auto came = parts_.videos.probe(file, parts_.settings.video);
  if (came.fault != VideoFault::None) return failed(came.fault);
  const BareFilm bare(parts_.videos, file);
  if (bare.fault() != VideoFault::None) return failed(bare.fault());
  auto rules = parts_.settings.video;
  rules.most_bytes = UINT64_MAX;  // it was small enough as it came
  const auto probed = parts_.videos.probe(bare.path(), rules);
  if (probed.fault != VideoFault::None) return failed(probed.fault);
  Made made;
  const PictureSize box{kPosterBox, kPosterBox, false, PictureEncoding::Webp};
  if (const auto poster = parts_.videos.poster(bare.path(), box)) {
    made.files.add(kPosterVariant, parts_.media.store(poster->content, "webp", "image/webp"));
  }
  made.files.add(kVideoVariant, parts_.media.store_file(bare.path(), probed.ending, probed.content_type));
  made.files.width = probed.width;
  made.files.height = probed.height;
  made.duration_ms = probed.duration.count();
  return made;
}

// The row of the upload stays a while, for a client whose last answer was lost.
void Processing::keep(const Item& item, const UploadRecord& upload, const Made& made) {
  const bool kept = parts_.database.transact([&](Transaction& tx) {
    SqlOwners::lock(tx, item.owner);
    if (!SqlItems::move(tx, item.id, State::Processing, State::Ready)) return false;
    auto content = SqlItems::find(tx, item.id).value();
    SqlOwners::give_back(tx, item.owner, {content.size, 0, 0});
    content.width = made.files.width;
    content.height = made.files.height;
    content.duration_ms = made.duration_ms;
    content.size = made.files.size;
    // What came has been let in: that its pictures take more than itself is not refused any more.
    SqlOwners::reserve(tx, item.owner, {content.size, 0, 0}, {INT64_MAX, INT64_MAX, INT64_MAX});
    SqlItems::set_content(tx, content);
    put_files(tx, parts_.media, item.id, made.files);
    SqlUploads::move(tx, upload.id, UploadState::Whole, UploadState::Done);
    return true;
  });
  if (!kept) return;
  parts_.partial_files.remove(upload.partial);
  parts_.database.transact_single([&](Transaction& tx) { SqlUploads::forget_file(tx, upload.id); });
}

// With `upload`: its file is of no use, and goes, and so does what it counted for.
void Processing::fail(const Item& item, const UploadRecord* upload, const std::string& fault) {
  parts_.database.transact([&](Transaction& tx) {
    SqlOwners::lock(tx, item.owner);
    if (!SqlItems::move(tx, item.id, State::Processing, State::Failed, fault) || !upload) return;
    SqlUploads::drop_of(tx, item.id);
    auto content = SqlItems::find(tx, item.id).value();
    SqlOwners::give_back(tx, item.owner, {content.size, 0, 0});
    content.size = 0;
    SqlItems::set_content(tx, content);
  });
}

}  // namespace portfolio
