#include "media/file_media_store.hpp"

namespace callboard::host {
namespace {

constexpr std::chrono::hours kUnusedTime{24};

}  // namespace

// The row first, then the file: so a file without a row is one that nobody waits for. The file is put there even if
// it should be there already: then it is, whatever happened to it.
StoredMedia FileMediaStore::store(std::string_view content, std::string_view ending, std::string_view content_type) {
  StoredMedia media{MediaFolder::name_of(content, ending), std::string(content_type), content.size()};
  const auto file = folder_.write(content);
  const auto now = clock_.now();
  const auto lock = folder_.lock(MediaLock::Mode::Shared);
  rows_.claim(media, now, now + kUnusedTime);
  folder_.adopt(*file, media.name);
  return media;
}

StoredMedia FileMediaStore::store_file(const std::filesystem::path& file, std::string_view ending,
                                       std::string_view content_type) {
  const auto taken = folder_.take(file, ending);
  const StoredMedia media{taken.name, std::string(content_type), taken.size};
  const auto now = clock_.now();
  const auto lock = folder_.lock(MediaLock::Mode::Shared);
  rows_.claim(media, now, now + kUnusedTime);
  folder_.adopt(taken);
  return media;
}

std::filesystem::path FileMediaStore::path_of(std::string_view name) const {
  if (!MediaFolder::is_name(name)) throw NotFound("media");
  return folder_.path_of(name);
}

void FileMediaStore::use(Transaction& tx, const StoredMedia& media, const MediaUse& use) {
  if (!rows_.use(tx, media.name, use, clock_.now())) throw Unavailable("media: a file that was removed is to be used");
}

void FileMediaStore::release(Transaction& tx, std::string_view kind, std::int64_t record) {
  rows_.release(tx, std::string(kind), record, clock_.now());
}

Response FileMediaStore::send(std::string_view name, std::string_view content_type) const {
  if (!MediaFolder::is_name(name)) throw NotFound("media");
  return Response::bytes("", std::string(content_type))
      .header("X-Accel-Redirect", "/_media/" + std::string(name))
      .header("X-Content-Type-Options", "nosniff")
      .header("Content-Disposition", "inline")
      .header("Cache-Control", "private, max-age=31536000, immutable");
}

}  // namespace callboard::host
