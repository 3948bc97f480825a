// Pictures by libvips. Thread-safe.
#pragma once

#include "callboard/pictures.hpp"

namespace callboard::host {

class VipsPictures : public Pictures {
 public:
  RecodedPicture recode(const Upload& upload, const PictureRules& rules) override;
};

}  // namespace callboard::host
