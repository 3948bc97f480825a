// CBOR from outside (RFC 8949), as authenticators write it (CTAP 2, "canonical CBOR"): read by libcbor, but only after
// a look at all of it has bounded what libcbor will allocate. Pure; thread-safe.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <cbor.h>

namespace accounts {

// How many bytes the item at the beginning of `bytes` takes. Nothing where it is cut off, claims more than there
// is, nests deeper than CTAP allows, or has an indefinite length or a tag, which canonical CBOR never has.
std::optional<std::size_t> cbor_item_length(std::string_view bytes);

struct ReleaseCbor {
  void operator()(cbor_item_t* item) const { cbor_decref(&item); }
};
using CborItem = std::unique_ptr<cbor_item_t, ReleaseCbor>;

// All of `bytes` as one map. Throws WebauthnRefusal, which names `what`.
CborItem read_cbor_map(std::string_view bytes, const std::string& what);

// The value of a key, owned by the map; null where there is none.
const cbor_item_t* cbor_member(const cbor_item_t* map, std::string_view key);
const cbor_item_t* cbor_member(const cbor_item_t* map, int key);

// A definite text or byte string's content; nothing for another type or null.
std::optional<std::string> cbor_text(const cbor_item_t* item);
std::optional<std::string> cbor_bytes(const cbor_item_t* item);
std::optional<int> cbor_integer(const cbor_item_t* item);
// The item in bytes again.
std::string cbor_encoded(const cbor_item_t* item);

}  // namespace accounts
