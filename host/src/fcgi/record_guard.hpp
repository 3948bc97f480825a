// Looks at FastCGI records before libfcgi does. libfcgi 2.4.2 believes every length: it allocates what
// a parameter announces, up to 2 GiB, aborts the process when an announced sum overflows, and puts no
// bound to all parameters together. When two requests share a connection it drops bytes of the first
// one's body. So what is too much, and what is not of the one request, must not reach it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace callboard::host {

// The lengths in a sequence of name-value pairs (FastCGI 1.0, section 3.4), as it arrives in pieces.
class PairGuard {
 public:
  explicit PairGuard(std::size_t most) : most_(most) {}
  // False when a pair announces more than `most` bytes.
  bool admits(std::string_view bytes);

 private:
  bool take_length_byte(unsigned char byte);

  std::size_t most_;
  std::size_t skip_ = 0;    // bytes of a name and its value that are still to come
  std::size_t length_ = 0;  // being read
  int length_bytes_ = 0;    // of it that are still to come
  std::size_t name_ = 0;
  bool has_name_ = false;
};

// The records of one request, from its beginning. Belongs to one thread.
class RecordGuard {
 public:
  // `most`: bytes of all parameters together.
  explicit RecordGuard(std::size_t most) : most_(most), parameters_(most), values_(most) {}
  // What was received, in order. False: libfcgi must not see it, and the connection must go.
  bool admits(std::string_view bytes);

 private:
  enum class Content { Other, Parameters, Values };

  bool begin_record();
  bool admits_content(std::string_view content);
  std::size_t header_byte(std::size_t i) const { return static_cast<unsigned char>(header_[i]); }

  std::size_t most_;
  PairGuard parameters_;
  PairGuard values_;
  char header_[8] = {};
  std::size_t header_size_ = 0;
  std::size_t content_left_ = 0;
  std::size_t padding_left_ = 0;
  std::size_t parameter_bytes_ = 0;
  std::size_t request_ = 0;  // the id; 0 before it began
  Content content_ = Content::Other;
};

// While it lives, what libfcgi reads in this thread goes through `guard` first.
class GuardedReads {
 public:
  explicit GuardedReads(RecordGuard& guard);
  ~GuardedReads();
  GuardedReads(const GuardedReads&) = delete;
  GuardedReads& operator=(const GuardedReads&) = delete;
};

}  // namespace callboard::host
