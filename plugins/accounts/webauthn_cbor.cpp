#include "webauthn_cbor.hpp"

#include <cstdint>
#include <cstdlib>
#include <limits>
#include <new>

#include "webauthn.hpp"

namespace accounts {

namespace {

constexpr int kMaxDepth = 4;  // CTAP 2.1, 8

enum Major : unsigned { kUnsigned = 0, kNegative = 1, kBytes = 2, kText = 3, kArray = 4, kMap = 5, kTag = 6 };

struct Head {
  unsigned major = 0;
  std::uint64_t value = 0;
  std::size_t size = 0;  // of the head itself
};

std::optional<Head> read_head(std::string_view bytes) {
  if (bytes.empty()) return std::nullopt;
  const auto first = static_cast<unsigned char>(bytes[0]);
  const unsigned short_value = first & 0x1fU;
  Head head{static_cast<unsigned>(first >> 5U), short_value, 1};
  if (short_value < 24) return head;
  if (short_value > 27) return std::nullopt;  // reserved, or an indefinite length
  const std::size_t more = std::size_t{1} << (short_value - 24);
  if (bytes.size() < 1 + more) return std::nullopt;
  head.value = 0;
  for (std::size_t i = 1; i <= more; ++i) head.value = head.value << 8U | static_cast<unsigned char>(bytes[i]);
  head.size = 1 + more;
  return head;
}

std::optional<std::size_t> item_length(std::string_view bytes, int depth);

// Each item takes at least a byte, so what is left bounds the count.
std::optional<std::size_t> container_length(std::string_view bytes, const Head& head, int depth) {
  const auto left = bytes.size() - head.size;
  const std::uint64_t per_entry = head.major == kMap ? 2 : 1;
  if (depth >= kMaxDepth || head.value > left / per_entry) return std::nullopt;
  std::size_t at = head.size;
  for (std::uint64_t i = 0; i < head.value * per_entry; ++i) {
    const auto length = item_length(bytes.substr(at), depth + 1);
    if (!length) return std::nullopt;
    at += *length;
  }
  return at;
}

std::optional<std::size_t> item_length(std::string_view bytes, int depth) {
  const auto head = read_head(bytes);
  if (!head || head->major == kTag) return std::nullopt;
  if (head->major == kArray || head->major == kMap) return container_length(bytes, *head, depth);
  if (head->major != kBytes && head->major != kText) return head->size;
  if (head->value > bytes.size() - head->size) return std::nullopt;
  return head->size + static_cast<std::size_t>(head->value);
}

template <typename Fits>
const cbor_item_t* find(const cbor_item_t* map, const Fits& fits) {
  if (!map || !cbor_isa_map(map)) return nullptr;
  const auto* pairs = cbor_map_handle(map);
  for (std::size_t i = 0; i < cbor_map_size(map); ++i) {
    if (fits(pairs[i].key)) return pairs[i].value;
  }
  return nullptr;
}

}  // namespace

std::optional<std::size_t> cbor_item_length(std::string_view bytes) { return item_length(bytes, 0); }

CborItem read_cbor_map(std::string_view bytes, const std::string& what) {
  const auto length = cbor_item_length(bytes);
  if (!length) throw WebauthnRefusal(what + ": no well-formed CBOR");
  if (*length != bytes.size()) throw WebauthnRefusal(what + ": more bytes than its CBOR has");
  cbor_load_result result{};
  CborItem item(cbor_load(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), &result));
  if (!item) throw WebauthnRefusal(what + ": no well-formed CBOR");
  if (!cbor_isa_map(item.get())) throw WebauthnRefusal(what + ": no map");
  return item;
}

const cbor_item_t* cbor_member(const cbor_item_t* map, std::string_view key) {
  return find(map, [&](const cbor_item_t* item) { return cbor_text(item) == key; });
}

const cbor_item_t* cbor_member(const cbor_item_t* map, int key) {
  return find(map, [&](const cbor_item_t* item) { return cbor_integer(item) == key; });
}

std::optional<std::string> cbor_text(const cbor_item_t* item) {
  if (!item || !cbor_isa_string(item) || !cbor_string_is_definite(item)) return std::nullopt;
  return std::string(reinterpret_cast<const char*>(cbor_string_handle(item)), cbor_string_length(item));
}

std::optional<std::string> cbor_bytes(const cbor_item_t* item) {
  if (!item || !cbor_isa_bytestring(item) || !cbor_bytestring_is_definite(item)) return std::nullopt;
  return std::string(reinterpret_cast<const char*>(cbor_bytestring_handle(item)), cbor_bytestring_length(item));
}

std::optional<int> cbor_integer(const cbor_item_t* item) {
  if (!item || !cbor_is_int(item)) return std::nullopt;
  const std::uint64_t value = cbor_get_int(item);
  if (value > std::numeric_limits<int>::max()) return std::nullopt;
  return cbor_isa_negint(item) ? -1 - static_cast<int>(value) : static_cast<int>(value);
}

std::string cbor_encoded(const cbor_item_t* item) {
  unsigned char* buffer = nullptr;
  std::size_t capacity = 0;
  const std::size_t length = cbor_serialize_alloc(item, &buffer, &capacity);
  if (length == 0) throw std::bad_alloc();
  const std::unique_ptr<unsigned char, decltype(&std::free)> owner(buffer, &std::free);
  return {reinterpret_cast<const char*>(buffer), length};
}

}  // namespace accounts
