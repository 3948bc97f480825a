#include "codec_words.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <new>
#include <optional>
#include <string_view>

namespace callboard::video {
namespace {

constexpr std::uint8_t kMessages = 6;  // the type of a unit
constexpr unsigned kFreeWords = 5;     // the type of a message

std::uint8_t byte_of(std::string_view bytes, std::size_t at) { return static_cast<std::uint8_t>(bytes[at]); }

// A 3 that only keeps the bytes from looking like the beginning of a unit goes (7.3.1).
std::string unescaped(std::string_view bytes) {
  std::string plain;
  int zeros = 0;
  for (const char byte : bytes) {
    const bool escape = zeros >= 2 && byte == 3;
    if (!escape) plain += byte;
    zeros = byte == 0 ? zeros + 1 : 0;
  }
  return plain;
}

std::string escaped(std::string_view bytes) {
  std::string safe;
  int zeros = 0;
  for (const char byte : bytes) {
    if (zeros >= 2 && static_cast<std::uint8_t>(byte) <= 3) {
      safe += '\3';
      zeros = 0;
    }
    safe += byte;
    zeros = byte == 0 ? zeros + 1 : 0;
  }
  return safe;
}

// Of a message, its type or its size: bytes of 255, and one that is less.
std::optional<unsigned> take_sum(std::string_view bytes, std::size_t& at) {
  unsigned sum = 0;
  while (at < bytes.size()) {
    const auto byte = byte_of(bytes, at++);
    sum += byte;
    if (byte != 255) return sum;
  }
  return std::nullopt;
}

// All messages but free words; nothing where they cannot be told apart.
std::optional<std::string> kept_messages(std::string_view plain) {
  std::string kept;
  for (std::size_t at = 0; at < plain.size() && plain.substr(at) != "\x80";) {
    const auto begin = at;
    const auto type = take_sum(plain, at);
    const auto size = type ? take_sum(plain, at) : std::nullopt;
    if (!type || !size || *size > plain.size() - at) return std::nullopt;
    at += *size;
    if (*type != kFreeWords) kept += plain.substr(begin, at - begin);
  }
  return kept;
}

std::size_t big_endian(const std::uint8_t* bytes, std::size_t count) {
  std::size_t value = 0;
  for (std::size_t i = 0; i < count; ++i) value = value << 8U | bytes[i];
  return value;
}

void append_big_endian(std::string& to, std::size_t value, std::size_t count) {
  for (std::size_t i = count; i-- > 0;) to += static_cast<char>(value >> (8 * i) & 255U);
}

}  // namespace

std::string without_free_words(const std::string& unit) {
  if (unit.empty() || (byte_of(unit, 0) & 31U) != kMessages) return unit;
  const auto plain = unescaped(std::string_view(unit).substr(1));
  const auto kept = kept_messages(plain);
  if (!kept || kept->empty()) return {};
  if (kept->size() + 1 >= plain.size()) return unit;
  return unit.substr(0, 1) + escaped(*kept + '\x80');
}

FreeWords::FreeWords(const AVCodecParameters& codec) {
  const bool known = codec.codec_id == AV_CODEC_ID_H264 && codec.extradata_size > 4 && codec.extradata[0] == 1;
  if (known) length_size_ = (codec.extradata[4] & 3U) + 1U;
}

bool FreeWords::take_out_of(AVPacket& packet) const {
  if (length_size_ == 0) return true;
  const auto size = static_cast<std::size_t>(packet.size);
  std::string kept;
  for (std::size_t at = 0; at < size;) {
    if (size - at < length_size_) return true;
    const auto length = big_endian(packet.data + at, length_size_);
    at += length_size_;
    if (length > size - at) return true;
    const auto unit = without_free_words({reinterpret_cast<const char*>(packet.data + at), length});
    at += length;
    if (unit.empty()) continue;
    append_big_endian(kept, unit.size(), length_size_);
    kept += unit;
  }
  if (kept.size() >= size) return true;
  if (av_packet_make_writable(&packet) < 0) throw std::bad_alloc();
  std::memcpy(packet.data, kept.data(), kept.size());
  av_shrink_packet(&packet, static_cast<int>(kept.size()));
  return !kept.empty();
}

// Three packets with their lengths before them (Xiph's lacing): the head, the comments, the books.
void forget_comments(AVCodecParameters& codec) {
  using namespace std::string_view_literals;
  static constexpr auto kNone = "\x03vorbis\0\0\0\0\0\0\0\0\1"sv;  // by nobody, no comments
  if (codec.codec_id != AV_CODEC_ID_VORBIS || codec.extradata_size < 3 || codec.extradata[0] != 2) return;
  const std::string_view all(reinterpret_cast<const char*>(codec.extradata),
                             static_cast<std::size_t>(codec.extradata_size));
  std::size_t at = 1;
  const auto head = take_sum(all, at);
  const auto comments = head ? take_sum(all, at) : std::nullopt;
  if (!head || !comments || *head >= 255 || *comments > all.size() - at || *head > all.size() - at - *comments) return;
  std::string bare{'\2', static_cast<char>(*head), static_cast<char>(kNone.size())};
  bare += all.substr(at, *head);
  bare += kNone;
  bare += all.substr(at + *head + *comments);
  if (bare.size() > all.size()) return;
  std::memset(codec.extradata, 0, all.size());
  std::memcpy(codec.extradata, bare.data(), bare.size());
  codec.extradata_size = static_cast<int>(bare.size());
}

}  // namespace callboard::video
