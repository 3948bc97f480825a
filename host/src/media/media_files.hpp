// What all that lies below the media folder has in common: how it is made, synced and found to be old. Each function
// throws Unavailable where the disk refuses. Thread-safe.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>

#include "callboard/services.hpp"
#include "process/unique_fd.hpp"

namespace callboard::host {

// Throws Unavailable for what `errno` says; where the disk is full, the visitor is told.
[[noreturn]] void media_failed(const char* action);
// The same, where the disk is not full yet but would be.
[[noreturn]] void no_room_for_media();

// It is there from here on.
void make_folder(const std::filesystem::path& folder);
// Opens, syncs, closes.
void sync_path(const std::filesystem::path& path, int flags);

// Writes all of it, or throws.
void write_at(int descriptor, std::span<const char> bytes, std::uint64_t offset);
std::uint64_t size_of(int descriptor);
// Of the whole content, read in pieces; hexadecimal.
std::string sha256_hex_of(int descriptor);

// Whether the path leads to this very file still, and not to none or to another.
bool lies_at(int descriptor, const std::filesystem::path& path);
// Whether this descriptor has the file's lock now (flock's, alone); it goes with the descriptor.
bool try_lock_alone(int descriptor);

// Calls for each regular file in `folder` that was not written since `before`.
void each_older(const std::filesystem::path& folder, Time before,
                const std::function<void(const std::filesystem::path&)>& call);

}  // namespace callboard::host
