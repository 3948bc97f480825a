// Plays and halls: resources with a field of each kind, to be edited by tests.
#pragma once

#include <callboard/registrar.hpp>

namespace probe {

void add_plays(callboard::Registrar& host);

}  // namespace probe
