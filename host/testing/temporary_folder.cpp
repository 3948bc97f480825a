#include "temporary_folder.hpp"

#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <stdexcept>
#include <string>

namespace callboard::testing {
namespace {

namespace fs = std::filesystem;

fs::path base_folder() {
  if (const char* wanted = std::getenv("CALLBOARD_TEST_FOLDER")) return wanted;
  return ::access("/dev/shm", W_OK) == 0 ? fs::path("/dev/shm") : fs::temp_directory_path();
}

// A folder's name tells which process made it.
void remove_leftovers(const fs::path& base, const std::string& prefix) {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(base, ignored)) {
    const auto name = entry.path().filename().string();
    if (!name.starts_with(prefix)) continue;
    const long owner = std::strtol(name.c_str() + prefix.size(), nullptr, 10);
    const bool is_gone = owner > 0 && ::kill(static_cast<pid_t>(owner), 0) != 0 && errno == ESRCH;
    if (is_gone) fs::remove_all(entry.path(), ignored);
  }
}

}  // namespace

fs::path new_temporary_folder(std::string_view kind) {
  const auto base = base_folder();
  const auto prefix = std::string(kind) + "-";
  remove_leftovers(base, prefix);
  // Short, because a socket's path holds 107 bytes.
  std::string name = (base / prefix).string() + std::to_string(::getpid()) + "-XXXXXX";
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make the folder " + name);
  return name;
}

}  // namespace callboard::testing
