// A store in a database and a folder of its own.
#pragma once

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "callboard/sql.hpp"
#include "callboard/testing/database_fixture.hpp"
#include "media/file_media_store.hpp"
#include "media/media_cleaner.hpp"
#include "test_database.hpp"

namespace callboard::host {

using namespace std::chrono_literals;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class MediaTest : public callboard::testing::DatabaseTest {
 protected:
  Migrations migrations() const override { return {{"host", CALLBOARD_SOURCE_DIR "/sql/host"}}; }

  FileMediaStore& store() {
    if (!store_) store_.emplace(root(), database(), clock());
    return *store_;
  }
  std::filesystem::path root() const { return folder() / "media"; }

  StoredMedia stored(std::string_view content) { return store().store(content, "webp", "image/webp"); }
  void use(const StoredMedia& media, std::int64_t record, const std::string& variant = "256") {
    database().transact([&](Transaction& tx) { store().use(tx, media, {"accounts.picture", record, variant}); });
  }
  void release(std::int64_t record) {
    database().transact([&](Transaction& tx) { store().release(tx, "accounts.picture", record); });
  }
  void clean() { MediaCleaner(store().folder(), store().rows(), clock(), log()).run(); }
  // Every folder is looked through.
  void clean_all() {
    MediaCleaner cleaner(store().folder(), store().rows(), clock(), log());
    for (int i = 0; i < 256; ++i) cleaner.run();
  }

  bool is_there(const StoredMedia& media) const { return std::filesystem::exists(root() / media.name); }
  std::string content_of(const StoredMedia& media) const {
    std::ifstream in(root() / media.name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  // All regular files below the folder but the lock.
  std::vector<std::string> files() const {
    std::vector<std::string> found;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root())) {
      if (entry.is_regular_file() && entry.path().filename() != ".lock") found.push_back(entry.path());
    }
    return found;
  }
  long long rows() {
    return database().read_single([](Transaction& tx) {
      long long count = 0;
      tx.sql() << "SELECT COUNT(*) FROM host_media", soci::into(count);
      return count;
    });
  }

 private:
  std::optional<FileMediaStore> store_;
};

}  // namespace callboard::host
