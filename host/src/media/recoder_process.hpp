// One run of host/recoder. Thread-safe.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "media/recoder_protocol.hpp"

namespace callboard::host {

struct RecoderRun {
  RecoderExit exit = RecoderExit::Done;  // a process that was ended by its limits or a fault: Broken
  std::string output;
};

// Where a program lies that is installed beside the running one.
std::filesystem::path program_beside_this(const char* name);

// Runs `program` with the file as its input and waits for its end; what takes longer than `bound` is killed. `result`:
// an open file that it may read and write (kRecoderResult), or none. Throws Unavailable where it cannot be run, or not
// in that time, or finds no room.
RecoderRun run_recoder(const std::filesystem::path& program, const std::vector<std::string>& arguments,
                       const std::filesystem::path& input, std::chrono::milliseconds bound, int result = -1);

}  // namespace callboard::host
