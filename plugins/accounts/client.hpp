// Where a request comes from, cut to what the journal keeps.
#pragma once

#include <callboard/http.hpp>

#include "user.hpp"

namespace accounts {

Client client_of(const callboard::Request& request);

}  // namespace accounts
