// The forms of these pages, none of which has a list. Thread-safe.
#pragma once

#include <callboard/http.hpp>

namespace accounts {

// The request's form, of which no field comes twice: otherwise one reader could take the first and the next reader
// the last. Throws BadRequest.
const callboard::Form& plain_form(const callboard::Request& request);

}  // namespace accounts
