#include "media/file_media_store.hpp"

namespace callboard::host {

StoredMedia FileMediaStore::store(std::string_view, std::string_view, std::string_view) { throw Unavailable("media"); }
void FileMediaStore::use(Transaction&, const StoredMedia&, const MediaUse&) {}
void FileMediaStore::release(Transaction&, std::string_view, std::int64_t) {}
Response FileMediaStore::send(std::string_view, std::string_view) const { throw NotFound("media"); }

}  // namespace callboard::host
