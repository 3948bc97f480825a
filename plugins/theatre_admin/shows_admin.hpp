// The playbill as administrators edit it.
#pragma once

#include <callboard/admin.hpp>

namespace theatre_admin {

callboard::AdminResource shows_resource();

// A show's picture, and the names by which search and media store know it.
const callboard::PictureRules& poster_rules();
inline constexpr const char* kShowRecord = "show";
inline constexpr const char* kPictureUse = "show.picture";

}  // namespace theatre_admin
