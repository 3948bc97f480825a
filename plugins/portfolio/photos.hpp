// Makes of a picture what is shown of it: three sizes, each as WebP and as JPEG, in the media store. Thread-safe.
#pragma once

#include <callboard/media.hpp>
#include <callboard/pictures.hpp>

#include "item.hpp"
#include "settings.hpp"

namespace portfolio {

// Files in the media store that no record uses yet.
struct MadeFiles {
  std::vector<ItemFile> files;
  std::vector<callboard::StoredMedia> stored;  // in the same order
  int width = 0;
  int height = 0;
  std::uint64_t size = 0;
  void add(const char* variant, callboard::StoredMedia media);
};

struct MadePhoto {
  callboard::PictureFault fault = callboard::PictureFault::None;
  MadeFiles made;
};

class Photos {
 public:
  Photos(callboard::Pictures& pictures, callboard::MediaStore& media, const Settings& settings)
      : pictures_(pictures), media_(media), rules_(photo_rules(settings)) {}

  // Takes a while: from a heavy route or a job. Throws Unavailable.
  MadePhoto make(const callboard::Upload& upload) const;
  callboard::Text text_of_fault(callboard::PictureFault fault) const { return text_of(fault, rules_); }

 private:
  callboard::Pictures& pictures_;
  callboard::MediaStore& media_;
  callboard::PictureRules rules_;
};

// From this transaction's commit on the item has these files, instead of those that it had.
void put_files(callboard::Transaction& tx, callboard::MediaStore& media, ItemId item, const MadeFiles& made);

}  // namespace portfolio
