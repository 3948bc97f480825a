// Password hashes of the systems that came before, as their libraries wrote them:
//   passlib   $pbkdf2-sha256$ROUNDS$SALT$CHECKSUM
//   Werkzeug  pbkdf2:DIGEST[:ROUNDS]$SALT$HEX (sha1, sha256, sha512), scrypt:N:R:P$SALT$HEX
// Pure functions; thread-safe. They never throw for a text, whatever is in it.
#pragma once

#include <string_view>

namespace accounts {

// One of these forms, with parameters that can be verified in bounded time and memory.
bool is_known_hash(std::string_view hash);

// The password, byte for byte, made this hash. False where `hash` is none.
bool legacy_hash_holds(std::string_view hash, std::string_view password);

}  // namespace accounts
