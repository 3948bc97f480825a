// A portfolio in a fresh database of each engine, with a real media store and real partial files below the test's
// folder; pictures and videos are looked into by fakes. Anna (7) and Boris (8) are people.
#pragma once

#include <deque>
#include <fstream>

#include <gmock/gmock.h>

#include "callboard/sql.hpp"
#include "callboard/testing/database_fixture.hpp"
#include "callboard/testing/request_builder.hpp"
#include "items.hpp"
#include "media/file_media_store.hpp"
#include "media/file_partial_files.hpp"
#include "processing.hpp"
#include "search/sql_search_index.hpp"
#include "sql_albums.hpp"
#include "sql_items.hpp"
#include "uploads.hpp"
#include "viewing.hpp"

namespace portfolio {

using namespace callboard;

class FakePictures : public Pictures {
 public:
  RecodedPicture recode(const Upload&, const PictureRules& rules) override {
    if (fault != PictureFault::None) return {fault, {}};
    RecodedPicture recoded;
    for (const auto& size : rules.sizes) {
      recoded.sizes.push_back({"picture " + std::to_string(size.width) + std::to_string(number++), size.width, 20});
    }
    return recoded;
  }
  PictureFault fault = PictureFault::None;
  int number = 0;  // so that each is another file
};

class FakeVideos : public Videos {
 public:
  ProbedVideo probe(const std::filesystem::path& file, const VideoRules&) override {
    probed.push_back(file);
    if (unavailable) throw Unavailable("no place for a video");
    return {fault, "mp4", "video/mp4", std::chrono::milliseconds(61'500), 640, 360};
  }
  std::optional<EncodedPicture> poster(const std::filesystem::path&, const PictureSize& size) override {
    return EncodedPicture{"poster", size.width, 360};
  }
  // All but the first two bytes, which stand for what a film tells besides.
  VideoFault copy_bare(const std::filesystem::path& file, const std::filesystem::path& into) override {
    if (copy_fault != VideoFault::None) return copy_fault;
    std::ifstream from(file, std::ios::binary);
    from.seekg(2);
    std::ofstream(into, std::ios::binary) << from.rdbuf();
    return VideoFault::None;
  }
  VideoFault copy_fault = VideoFault::None;
  VideoFault fault = VideoFault::None;
  bool unavailable = false;
  std::vector<std::filesystem::path> probed;
};

class PortfolioTest : public callboard::testing::DatabaseTest {
 protected:
  Migrations migrations() const override {
    return {{"host", CALLBOARD_SOURCE_DIR "/sql/host"}, {"portfolio", CALLBOARD_SOURCE_DIR "/sql/portfolio"}};
  }
  void SetUp() override {
    DatabaseTest::SetUp();
    settings_.quota = limits_.used;
    settings_.photo_bytes = settings_.form_bytes = 1000;
    media_ = std::make_unique<host::FileMediaStore>(folder() / "media", database(), clock());
    files_ = std::make_unique<host::FilePartialFiles>(folder(), 0);
    photos_ = std::make_unique<Photos>(pictures_, *media_, settings_);
    items_ = std::make_unique<Items>(Items::Parts{database(), clock(), *media_, search_, limits_});
    uploads_ = std::make_unique<Uploads>(
        Uploads::Parts{database(), clock(), *files_, *media_, search_, limits_, std::chrono::hours(48)});
    processing_ = std::make_unique<Processing>(
        Processing::Parts{settings_, database(), clock(), log(), *media_, *files_, videos_, *photos_});
    viewing_ = std::make_unique<Viewing>(database(), clock());
  }

  static Visitor person(std::int64_t id) {
    Visitor visitor;
    visitor.kind = Visitor::Kind::Person;
    visitor.user = UserId{id};
    return visitor;
  }
  static Description said(const std::string& title, Visibility visibility = Visibility::Private) {
    Description description;
    description.title = title;
    description.text = "text";
    description.visibility = visibility;
    return description;
  }
  ItemId add_text(const std::string& title, Visibility visibility = Visibility::Private) {
    return items_->add_text(anna_, said(title, visibility)).id;
  }
  ItemId add_photo(const std::string& title, Visibility visibility = Visibility::Private) {
    return items_->add_photo(anna_, said(title, visibility), photos_->make({}).made).id;
  }
  Uploads::Begun begin(std::uint64_t length, const std::string& title = "film") {
    return uploads_->begin(anna_, Kind::Video, said(title), "film.mp4", length);
  }
  Uploads::Grown send(UploadId id, std::uint64_t offset, const std::string& piece) {
    const auto request =
        callboard::testing::RequestBuilder(Method::Patch).body(piece, "application/offset+octet-stream").build();
    return uploads_->grow(anna_, id, offset, *request, std::nullopt);
  }
  // A video that is whole and waits to be processed.
  ItemId whole_video(const std::string& content = "a film") {
    const auto begun = begin(content.size());
    send(begun.upload.id, 0, content);
    return begun.upload.item.value();
  }
  Item item(ItemId id) {
    return database().read_single([&](Transaction& tx) { return SqlItems::find(tx, id).value(); });
  }
  UploadRecord upload(UploadId id) {
    return database().read_single([&](Transaction& tx) { return SqlUploads::find(tx, id).value(); });
  }
  UploadRecord upload_of(ItemId id) {
    return database().read_single([&](Transaction& tx) { return SqlUploads::of_item(tx, id).value(); });
  }
  Usage usage() {
    return database().read_single([&](Transaction& tx) { return SqlOwners::usage(tx, anna_.user); });
  }
  std::vector<ItemFile> files(ItemId id) {
    return database().read_single([&](Transaction& tx) { return SqlItems::files(tx, id); });
  }
  std::vector<std::string> seen(const Reader& reader) {
    std::vector<std::string> titles;
    for (const auto& one : viewing_->gallery(reader, anna_.user, std::nullopt, std::nullopt).items) {
      titles.push_back(one.said.title);
    }
    return titles;
  }
  std::size_t partial_files() {
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder() / "partial"))
      count += entry.is_regular_file();
    return count;
  }

  const Visitor anna_ = person(7), boris_ = person(8);
  UsageLimits limits_{1000, 10, 3};
  Settings settings_;
  FakePictures pictures_;
  FakeVideos videos_;
  host::SqlSearchIndex search_;
  std::unique_ptr<host::FileMediaStore> media_;
  std::unique_ptr<host::FilePartialFiles> files_;
  std::unique_ptr<Photos> photos_;
  std::unique_ptr<Items> items_;
  std::unique_ptr<Uploads> uploads_;
  std::unique_ptr<Processing> processing_;
  std::unique_ptr<Viewing> viewing_;
};

}  // namespace portfolio
