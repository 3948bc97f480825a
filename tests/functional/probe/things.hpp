// A resource of the administration with a field of nearly each kind, for tests and for the benchmark of lists.
#pragma once

#include <callboard/registrar.hpp>

namespace probe {

void add_things(callboard::Registrar& host);

}  // namespace probe
