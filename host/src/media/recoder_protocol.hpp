// What the host agrees upon with the processes that decode: host/recoder for pictures, host/video for videos.
#pragma once

#include <cstdint>

namespace callboard::host {

enum class RecoderExit { Done = 0, Failed = 1, TooManyPixels = 10, Broken = 11, NoRoom = 12 };

// Where a process finds the file that it is to write, if any.
inline constexpr int kRecoderResult = 3;

// What host/video found; the numbers go over the wire.
enum class VideoFinding { Good = 0, UnknownFormat = 1, UnknownCodec = 2, NoPictures = 3, Broken = 4 };

// Of one picture, which is decoded anew for each of its sizes; less than the host waits for it. What needs more is no
// picture of a person but an attack.
inline constexpr std::uint64_t kRecoderCpuSeconds = 25;
inline constexpr std::uint64_t kVideoCpuSeconds = 30;  // of one video: all its packets may have to be looked at
// Of copying one: for 2 GB, three hours in 830,000 packets, some 8 s were measured, most of them the system's.
inline constexpr std::uint64_t kVideoCopyCpuSeconds = 120;
inline constexpr std::uint64_t kRecoderMemory = 1536ULL * 1024 * 1024;  // of address space

}  // namespace callboard::host
