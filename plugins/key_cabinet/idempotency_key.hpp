// The Idempotency-Key of a cabinet's request, and what makes another request the same one. Pure functions; thread-safe.
#pragma once

#include <optional>
#include <string>

#include <callboard/http.hpp>

namespace key_cabinet {

// Nothing where the header is not there. Throws BadRequest unless it has 1 to 64 printable characters.
std::optional<std::string> idempotency_key(const callboard::Request& request);

// Of where it goes, how it is to be read, and every byte of it.
std::string request_fingerprint(const callboard::Request& request);

}  // namespace key_cabinet
