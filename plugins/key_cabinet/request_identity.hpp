// What makes two requests of a cabinet the same one. Pure functions; thread-safe.
#pragma once

#include <optional>

#include <callboard/http.hpp>

#include "answer_repository.hpp"

namespace key_cabinet {

// By its Idempotency-Key; nothing where it has none. Throws BadRequest for a key that is none.
std::optional<RequestIdentity> identity_of(const callboard::Request& request, CabinetId cabinet);

}  // namespace key_cabinet
