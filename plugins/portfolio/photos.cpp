#include "photos.hpp"

#include "sql_items.hpp"

namespace portfolio {

using namespace callboard;

void MadeFiles::add(const char* variant, StoredMedia media) {
  files.push_back({variant, media.name, media.content_type});
  size += media.size;
  stored.push_back(std::move(media));
}

MadePhoto Photos::make(const Upload& upload) const {
  MadePhoto photo;
  const auto recoded = pictures_.recode(upload, rules_);
  photo.fault = recoded.fault;
  if (photo.fault != PictureFault::None) return photo;
  for (std::size_t i = 0; i < recoded.sizes.size(); ++i) {
    const auto& size = recoded.sizes[i];
    const bool webp = rules_.sizes[i].encoding == PictureEncoding::Webp;
    photo.made.add(kPhotoVariants.at(i),
                   media_.store(size.content, webp ? "webp" : "jpg", webp ? "image/webp" : "image/jpeg"));
    photo.made.width = size.width;
    photo.made.height = size.height;
  }
  return photo;
}

void put_files(Transaction& tx, MediaStore& media, ItemId item, const MadeFiles& made) {
  const auto record = static_cast<std::int64_t>(item);
  media.release(tx, kMediaUse, record);
  for (std::size_t i = 0; i < made.files.size(); ++i) {
    media.use(tx, made.stored[i], {kMediaUse, record, made.files[i].variant});
  }
  SqlItems::set_files(tx, item, made.files);
}

}  // namespace portfolio
