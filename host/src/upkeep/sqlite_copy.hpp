// SQLite files as a whole: copied while they are written, looked over, put in place of another.
#pragma once

#include <filesystem>
#include <string>

namespace callboard::host {

// Copies one consistent state by SQLite's backup API while others write; they never wait for it. `target` does not
// exist yet. Throws Unavailable.
void copy_sqlite(const std::filesystem::path& source, const std::filesystem::path& target);

// What is wrong with the file, in SQLite's words; empty where all is well.
std::string fault_of_sqlite(const std::filesystem::path& file);

// From now on `file` is what `with` was, or, where this throws, what it was before. Nobody may have `file` open.
void replace_sqlite(const std::filesystem::path& file, const std::filesystem::path& with);

// Renames a file that cannot be read any more, with what belongs to it; returns its new name.
std::filesystem::path set_sqlite_aside(const std::filesystem::path& file);

}  // namespace callboard::host
