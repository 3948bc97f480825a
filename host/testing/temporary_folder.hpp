// Folders for the files of tests.
#pragma once

#include <filesystem>
#include <string_view>

namespace callboard::testing {

// A new, empty one; its name begins with `kind`. It lies in CALLBOARD_TEST_FOLDER if that is set, else in memory where
// that is possible, since most tests are about the order of things and not about this machine's disk. Removes what
// programs that were killed have left of this kind. Throws std::runtime_error.
std::filesystem::path new_temporary_folder(std::string_view kind);

}  // namespace callboard::testing
