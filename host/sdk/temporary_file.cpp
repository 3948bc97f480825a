#include "callboard/temporary_file.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/random.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <string>
#include <system_error>

#include "callboard/errors.hpp"

namespace callboard {
namespace {

constexpr std::string_view kPrefix = "upload-";

std::string random_hex() {
  std::array<unsigned char, 16> bytes{};
  if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) {
    throw std::system_error(errno, std::generic_category(), "getrandom");
  }
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  for (const unsigned byte : bytes) {
    hex += kDigits[byte >> 4U];
    hex += kDigits[byte & 0x0FU];
  }
  return hex;
}

[[noreturn]] void fail(const char* action) {
  throw Unavailable(std::string("temporary file: ") + action + ": " + std::strerror(errno));
}

// The process id in "upload-PID-RANDOM", or 0 where the name is no such name.
pid_t owner_in(std::string_view name) {
  if (!name.starts_with(kPrefix)) return 0;
  name.remove_prefix(kPrefix.size());
  pid_t owner = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), owner);
  const bool valid = error == std::errc() && end != name.data() + name.size() && *end == '-';
  return valid && owner > 0 ? owner : 0;
}

}  // namespace

TemporaryFile::~TemporaryFile() {
  std::error_code ignored;
  std::filesystem::remove(path_, ignored);
}

TemporaryFileWriter::TemporaryFileWriter(const std::filesystem::path& folder) {
  auto path = folder / (std::string(kPrefix) + std::to_string(::getpid()) + "-" + random_hex());
  descriptor_ = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor_ < 0) fail("open");
  try {
    file_ = std::make_shared<const TemporaryFile>(std::move(path));
  } catch (...) {
    ::close(descriptor_);
    throw;
  }
}

TemporaryFileWriter::~TemporaryFileWriter() { ::close(descriptor_); }

void TemporaryFileWriter::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail("write");
    bytes.remove_prefix(static_cast<std::size_t>(written));
    size_ += static_cast<std::uint64_t>(written);
  }
}

std::size_t sweep_temporary_files(const std::filesystem::path& folder) {
  std::size_t removed = 0;
  std::error_code error;
  for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    const auto owner = owner_in(entry->path().filename().string());
    if (owner == 0 || ::kill(owner, 0) == 0 || errno != ESRCH) continue;
    std::error_code ignored;  // a sibling that starts at the same time may have been quicker
    if (std::filesystem::remove(entry->path(), ignored)) ++removed;
  }
  return removed;
}

}  // namespace callboard
