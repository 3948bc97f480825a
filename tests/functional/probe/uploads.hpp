// Files that arrive in pieces, stored and sent: by the host's own services and nothing else.
#pragma once

#include <callboard/registrar.hpp>

namespace probe {

void add_uploads(callboard::Registrar& host);

}  // namespace probe
