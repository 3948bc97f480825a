// Whether the database answers at all.
#pragma once

#include "callboard/database.hpp"

namespace callboard::host {

// One round trip. Throws as any statement does.
void reach(Transaction& tx);

}  // namespace callboard::host
