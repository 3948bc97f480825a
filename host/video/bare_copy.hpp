// The pictures and the sound of a video, packet by packet, in a file without anything else. For one thread.
#pragma once

#include "video.hpp"

namespace callboard::video {

// Into kRecoderResult, an empty file. Broken where a packet cannot be copied, or where it would be larger than `most`;
// NoRoom where it cannot be written.
host::RecoderExit copy_bare(Video& video, std::int64_t most);

}  // namespace callboard::video
