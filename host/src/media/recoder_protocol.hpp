// What the host and host/recoder, the process that decodes a picture, agree upon.
#pragma once

#include <cstdint>

namespace callboard::host {

enum class RecoderExit { Done = 0, Failed = 1, TooManyPixels = 10, Broken = 11 };

// Of one picture. What needs more is no picture of a person but an attack.
inline constexpr std::uint64_t kRecoderCpuSeconds = 6;
inline constexpr std::uint64_t kRecoderMemory = 1536ULL * 1024 * 1024;  // of address space

}  // namespace callboard::host
