// An SVG's text, before anything draws it. Pure functions.
#pragma once

#include <string>

namespace callboard::recoder {

// Takes out of `svg`, in place, what could load something (image, feImage, include): the elements get a name that
// nobody draws. False for a text that must not be parsed at all: one that defines entities, is too large, or is in an
// encoding in which this could not be seen.
bool disarm(std::string& svg);

}  // namespace callboard::recoder
