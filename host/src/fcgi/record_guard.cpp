#include "fcgi/record_guard.hpp"

#include <fcgios.h>
#include <unistd.h>

#include <cerrno>

namespace callboard::host {
namespace {

constexpr std::size_t kVersion = 1;
constexpr std::size_t kNoRequest = 0;  // the id of management records
constexpr std::size_t kBeginRequest = 1;
constexpr std::size_t kParams = 4;
constexpr std::size_t kGetValues = 9;

// OS_Read has no argument for it.
thread_local RecordGuard* guard_of_this_thread = nullptr;

std::string_view take(std::string_view& bytes, std::size_t most) {
  const auto taken = bytes.substr(0, most);
  bytes.remove_prefix(taken.size());
  return taken;
}

}  // namespace

bool PairGuard::admits(std::string_view bytes) {
  while (!bytes.empty()) {
    if (skip_ > 0) {
      skip_ -= take(bytes, skip_).size();
    } else if (!take_length_byte(static_cast<unsigned char>(take(bytes, 1).front()))) {
      return false;
    }
  }
  return true;
}

bool PairGuard::take_length_byte(unsigned char byte) {
  if (length_bytes_ > 0) {
    length_ = length_ << 8 | byte;
    --length_bytes_;
  } else if ((byte & 0x80) != 0) {
    length_ = byte & 0x7f;
    length_bytes_ = 3;
  } else {
    length_ = byte;
  }
  if (length_bytes_ > 0) return true;
  if (!has_name_) {
    name_ = length_;
  } else {
    skip_ = name_ + length_;
  }
  has_name_ = !has_name_;
  return skip_ <= most_;
}

bool RecordGuard::admits(std::string_view bytes) {
  while (!bytes.empty()) {
    if (header_size_ < sizeof(header_)) {
      header_[header_size_++] = take(bytes, 1).front();
      if (header_size_ == sizeof(header_) && !begin_record()) return false;
      continue;
    }
    const auto content = take(bytes, content_left_);
    content_left_ -= content.size();
    if (!admits_content(content)) return false;
    if (content_left_ == 0) padding_left_ -= take(bytes, padding_left_).size();
    if (content_left_ == 0 && padding_left_ == 0) header_size_ = 0;
  }
  return true;
}

bool RecordGuard::begin_record() {
  const std::size_t type = header_byte(1);
  const std::size_t id = header_byte(2) << 8 | header_byte(3);
  content_left_ = header_byte(4) << 8 | header_byte(5);
  padding_left_ = header_byte(6);
  if (content_left_ == 0 && padding_left_ == 0) header_size_ = 0;
  if (type == kBeginRequest) {
    if (request_ != 0) return false;
    request_ = id;
  }
  if (id != request_ && id != kNoRequest) return false;
  content_ = Content::Other;
  if (type == kParams) {
    content_ = Content::Parameters;
    parameter_bytes_ += content_left_;
  } else if (type == kGetValues) {
    content_ = Content::Values;
    values_ = PairGuard(most_);
  }
  return header_byte(0) == kVersion && parameter_bytes_ <= most_;
}

bool RecordGuard::admits_content(std::string_view content) {
  if (content_ == Content::Parameters) return parameters_.admits(content);
  if (content_ == Content::Values) return values_.admits(content);
  return true;
}

GuardedReads::GuardedReads(RecordGuard& guard) { guard_of_this_thread = &guard; }
GuardedReads::~GuardedReads() { guard_of_this_thread = nullptr; }

}  // namespace callboard::host

// libfcgi reads through this function of its portability layer, alone and in one place. A program's
// own definition takes the place of the library's; a test of the dispatcher fails where it does not.
extern "C" __attribute__((visibility("default"))) int OS_Read(int fd, char* buffer, size_t size) {
  ssize_t count = 0;
  do {
    count = ::read(fd, buffer, size);
  } while (count < 0 && errno == EINTR);
  callboard::host::RecordGuard* const guard = callboard::host::guard_of_this_thread;
  if (count > 0 && guard != nullptr && !guard->admits({buffer, static_cast<size_t>(count)})) {
    errno = EPROTO;
    return -1;
  }
  return static_cast<int>(count);
}
