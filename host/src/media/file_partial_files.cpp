#include "media/file_partial_files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <vector>

#include "callboard/crypto.hpp"
#include "callboard/turn.hpp"
#include "media/media_files.hpp"
#include "media/piece_digest.hpp"

namespace callboard::host {
namespace {

using PieceKind = AppendedPiece::Kind;

constexpr std::size_t kPartialName = 43;  // of random_token()
constexpr std::size_t kPieceBuffer = 64 * 1024;
constexpr std::chrono::hours kAbandoned{7 * 24};

bool is_partial_name(std::string_view name) {
  return name.size() == kPartialName && std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
         });
}

UniqueFd new_file(const std::filesystem::path& path) {
  UniqueFd file(::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!file) media_failed("make a partial file");
  return file;
}

// Not there, or no file of ours: the same.
UniqueFd opened_partial(const std::filesystem::path& path) {
  UniqueFd file(::open(path.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW));
  if (!file && errno != ENOENT && errno != ELOOP) media_failed("open a partial file");
  if (!file) throw NotFound("a partial file");
  return file;
}

void sync_data(int descriptor) {
  if (::fdatasync(descriptor) != 0) media_failed("sync");
}

struct Received {
  PieceKind kind = PieceKind::Done;  // or TooLong, CutOff
  std::uint64_t bytes = 0;
};

// The body, from `offset` on.
Received receive_piece(const Request& request, int into, std::uint64_t offset, std::uint64_t most,
                       PieceDigest* digest) {
  std::vector<char> buffer(kPieceBuffer);
  Received received;
  for (;;) {
    std::size_t count = 0;
    try {
      count = request.read_body(buffer);
    } catch (const BadRequest&) {
      received.kind = PieceKind::CutOff;
      return received;
    }
    if (count == 0) return received;
    if (count > most - received.bytes) return {PieceKind::TooLong, received.bytes};
    const std::span<const char> bytes(buffer.data(), count);
    write_at(into, bytes, offset + received.bytes);
    if (digest) digest->add(bytes);
    received.bytes += count;
  }
}

void copy_to_end(int from, int into, std::uint64_t offset, std::uint64_t bytes) {
  std::vector<char> buffer(kPieceBuffer);
  for (std::uint64_t at = 0; at < bytes;) {
    const auto count = ::pread(from, buffer.data(), buffer.size(), static_cast<off_t>(at));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) media_failed("read a piece");
    write_at(into, {buffer.data(), static_cast<std::size_t>(count)}, offset + at);
    at += static_cast<std::uint64_t>(count);
  }
}

// Where the disk refuses in the middle, the file ends where it ended before.
template <typename Write>
auto whole_or_nothing(int file, std::uint64_t offset, Write write) {
  try {
    return write();
  } catch (...) {
    if (::ftruncate(file, static_cast<off_t>(offset)) == 0) ::fdatasync(file);
    throw;
  }
}

void cut_back(int file, std::uint64_t offset) {
  if (::ftruncate(file, static_cast<off_t>(offset)) != 0) media_failed("truncate");
}

AppendedPiece append_as_it_comes(int file, std::uint64_t offset, std::uint64_t most, const Request& request) {
  return whole_or_nothing(file, offset, [&]() -> AppendedPiece {
    const auto received = receive_piece(request, file, offset, most, nullptr);
    if (received.kind == PieceKind::TooLong) cut_back(file, offset);
    sync_data(file);
    return {received.kind, size_of(file)};
  });
}

// The piece lies beside the file until it is known to be right, and in no other than the right order is it copied: so
// what a crash leaves at the file's end is right too. Never synced nor seen, it costs little.
AppendedPiece append_checked(int file, std::uint64_t offset, std::uint64_t most, const Request& request,
                             const PieceChecksum& checksum, const std::filesystem::path& folder) {
  const auto path = folder / ("piece-" + random_token());
  const auto piece = new_file(path);
  if (::unlink(path.c_str()) != 0) media_failed("unlink");
  PieceDigest digest(checksum.algorithm);
  const auto received = receive_piece(request, piece.get(), 0, most, &digest);
  if (received.kind != PieceKind::Done) return {received.kind, offset};
  if (digest.digest() != checksum.digest) return {PieceKind::WrongChecksum, offset};
  return whole_or_nothing(file, offset, [&]() -> AppendedPiece {
    copy_to_end(piece.get(), file, offset, received.bytes);
    sync_data(file);
    return {PieceKind::Done, offset + received.bytes};
  });
}

}  // namespace

std::optional<std::filesystem::path> FilePartialFiles::find(std::string_view name) const {
  if (!is_partial_name(name)) return std::nullopt;
  auto path = folder_ / name;
  struct stat found {};
  if (::lstat(path.c_str(), &found) != 0 || !S_ISREG(found.st_mode)) return std::nullopt;
  return path;
}

std::string FilePartialFiles::begin() {
  if (room() == 0) no_room_for_media();
  make_folder(folder_);
  auto name = random_token();
  new_file(folder_ / name);
  give_up_turn();
  sync_path(folder_, O_RDONLY | O_DIRECTORY);
  return name;
}

std::optional<std::uint64_t> FilePartialFiles::size(std::string_view name) const {
  if (!is_partial_name(name)) return std::nullopt;
  struct stat found {};
  if (::lstat((folder_ / name).c_str(), &found) != 0 || !S_ISREG(found.st_mode)) return std::nullopt;
  return static_cast<std::uint64_t>(found.st_size);
}

// Opened before it is locked, the file may have been taken over or removed in between, and so it may be at the end.
AppendedPiece FilePartialFiles::append(std::string_view name, std::uint64_t offset, std::uint64_t most,
                                       const Request& request, const std::optional<PieceChecksum>& checksum) {
  const auto path = path_of(name);
  const auto file = opened_partial(path);
  const auto size = size_of(file.get());
  if (!try_lock_alone(file.get())) return {PieceKind::Busy, size};
  if (!lies_at(file.get(), path)) throw NotFound("a partial file");
  if (const auto now = size_of(file.get()); now != offset) return {PieceKind::WrongOffset, now};
  const auto announced = request.head().content_length;
  if (announced && *announced > most) return {PieceKind::TooLong, offset};
  if (room() < std::max<std::uint64_t>(announced.value_or(0), 1)) no_room_for_media();
  give_up_turn();
  const auto piece = checksum ? append_checked(file.get(), offset, most, request, *checksum, folder_)
                              : append_as_it_comes(file.get(), offset, most, request);
  if (!lies_at(file.get(), path)) throw NotFound("a partial file");
  return piece;
}

std::filesystem::path FilePartialFiles::path_of(std::string_view name) const {
  auto path = find(name);
  if (!path) throw NotFound("a partial file");
  return *path;
}

void FilePartialFiles::remove(std::string_view name) {
  if (!is_partial_name(name)) return;
  if (::unlink((folder_ / name).c_str()) != 0 && errno != ENOENT) media_failed("unlink");
}

std::uint64_t FilePartialFiles::room() const {
  make_folder(folder_);
  struct statvfs disk {};
  if (::statvfs(folder_.c_str(), &disk) != 0) media_failed("statvfs");
  const auto free = static_cast<std::uint64_t>(disk.f_bavail) * disk.f_frsize;
  return free > reserve_ ? free - reserve_ : 0;
}

int FilePartialFiles::sweep(Time before) const {
  int removed = 0;
  each_older(folder_, before, [&](const std::filesystem::path& path) {
    const UniqueFd file(::open(path.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW));
    if (!file || !try_lock_alone(file.get())) return;
    if (::unlink(path.c_str()) == 0) ++removed;
  });
  return removed;
}

void add_partial_files_job(JobRunner& runner, const FilePartialFiles& files, const Clock& clock, Log& log) {
  runner.add("host.partial_files",
             {"partial_files", std::chrono::hours(1),
              [&files, &clock, &log] {
                const int removed = files.sweep(clock.now() - kAbandoned);
                if (removed > 0) log.info("partial_files_removed", {{"abandoned", removed}});
              }},
             JobScope::EveryHost);
}

}  // namespace callboard::host
