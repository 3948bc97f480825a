#include "upkeep/gzip_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <vector>

#include "callboard/errors.hpp"
#include "upkeep/disk.hpp"

namespace callboard::host {
namespace {

constexpr int kLevel = 6;
constexpr int kGzip = 15 + 16;  // the largest window, and gzip's own header

}  // namespace

GzipWriter::GzipWriter(const std::filesystem::path& file)
    : file_(::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600)) {
  if (!file_) disk_failed("create");
  if (deflateInit2(&stream_, kLevel, Z_DEFLATED, kGzip, 8, Z_DEFAULT_STRATEGY) != Z_OK) throw std::bad_alloc();
}

GzipWriter::~GzipWriter() { deflateEnd(&stream_); }

void GzipWriter::write(std::string_view piece) { deflate(piece, Z_NO_FLUSH); }

void GzipWriter::finish() {
  deflate({}, Z_FINISH);
  if (::fsync(file_.get()) != 0) disk_failed("sync");
}

void GzipWriter::deflate(std::string_view piece, int flush) {
  stream_.next_in = reinterpret_cast<unsigned char*>(const_cast<char*>(piece.data()));
  stream_.avail_in = static_cast<unsigned>(piece.size());
  do {
    stream_.next_out = packed_.data();
    stream_.avail_out = static_cast<unsigned>(packed_.size());
    ::deflate(&stream_, flush);
    put({reinterpret_cast<const char*>(packed_.data()), packed_.size() - stream_.avail_out});
  } while (stream_.avail_out == 0);
}

void GzipWriter::put(std::string_view packed) {
  while (!packed.empty()) {
    const auto written = ::write(file_.get(), packed.data(), packed.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) disk_failed("write");
    packed.remove_prefix(static_cast<std::size_t>(written));
  }
}

void read_gzip(const std::filesystem::path& file, const std::function<void(std::string_view)>& piece) {
  const std::unique_ptr<gzFile_s, int (*)(gzFile)> in(gzopen(file.c_str(), "rbe"), &gzclose);
  if (!in) throw std::runtime_error(std::string("it cannot be opened: ") + std::strerror(errno));
  gzbuffer(in.get(), 65536);
  std::vector<char> buffer(1 << 18);
  bool any = false;
  for (;;) {
    const int got = gzread(in.get(), buffer.data(), static_cast<unsigned>(buffer.size()));
    if (got < 0) break;
    if (got == 0) {
      int error = Z_OK;
      gzerror(in.get(), &error);
      if (error == Z_OK && any) return;
      break;  // cut off, or empty
    }
    if (gzdirect(in.get()) != 0) break;  // not packed at all; zlib would hand it over as it is
    any = true;
    piece({buffer.data(), static_cast<std::size_t>(got)});
  }
  throw std::runtime_error("it is no whole gzip file");
}

}  // namespace callboard::host
