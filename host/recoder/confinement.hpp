// How a process that decodes what strangers sent confines itself, and how it answers. For the programs of host/recoder
// and host/video; for one thread.
#pragma once

#include <cstdint>
#include <string_view>

namespace callboard::recoder {

// No more memory, time or privileges than that from here on, and no file written beyond `file_size`; it dies with the
// host.
void confine_myself(std::uint64_t cpu_seconds, std::uint64_t memory, std::uint64_t file_size = 0);

// From here on no file can be opened and no connection be made; what is open stays so.
void open_nothing_more();
// Nor another process or thread be started. Does not hold root.
void start_nothing_more();

// To standard output. Throws std::runtime_error.
void write_all(std::string_view bytes);
// A picture, behind a line with its width, height and bytes.
void write_picture(int width, int height, std::string_view content);

}  // namespace callboard::recoder
