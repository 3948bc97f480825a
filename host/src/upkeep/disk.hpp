// Files that are whole or not there.
#pragma once

#include <filesystem>

namespace callboard::host {

// Throws Unavailable for what `errno` says; where the disk is full, so that a visitor is told.
[[noreturn]] void disk_failed(const char* action);

// What root makes by a command belongs to whom `like` belongs to: the service must be able to use it.
void own_like(int descriptor, const std::filesystem::path& like);

// Has the disk keep the names that a folder has.
void sync_folder(const std::filesystem::path& folder);

}  // namespace callboard::host
