#include "media/vips_pictures.hpp"

#include "callboard/errors.hpp"

namespace callboard::host {

RecodedPicture VipsPictures::recode(const Upload&, const PictureRules&) { throw Unavailable("pictures"); }

}  // namespace callboard::host
