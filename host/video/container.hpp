// Which kind of file it is, by its first bytes. Pure functions.
#pragma once

#include <string_view>

namespace callboard::video {

// How much of a file must be seen to know.
inline constexpr unsigned kContainerHead = 4096;

// Matroska that is not WebM, which browsers do not play, and the pictures that share MP4's boxes (HEIC, AVIF) are None.
enum class Container { None, Mp4, Mov, WebM };

Container container_of(std::string_view head);

}  // namespace callboard::video
