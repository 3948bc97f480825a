// How a process that decodes what strangers sent confines itself, and how it answers. For the programs of host/recoder
// and host/video; for one thread.
#pragma once

#include <cstdint>
#include <string_view>

namespace callboard::recoder {

// No more memory, time or privileges than that from here on, and no files written; it dies with the host.
void confine_myself(std::uint64_t cpu_seconds, std::uint64_t memory);

// To standard output. Throws std::runtime_error.
void write_all(std::string_view bytes);
// A picture, behind a line with its width, height and bytes.
void write_picture(int width, int height, std::string_view content);

}  // namespace callboard::recoder
