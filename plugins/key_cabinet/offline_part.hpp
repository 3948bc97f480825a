// What a cabinet needs to decide alone, and what it tells afterwards, wired.
#pragma once

#include "foundation.hpp"

namespace key_cabinet {

class OfflinePart {
 public:
  OfflinePart(callboard::Registrar& host, Foundation& foundation);
};

}  // namespace key_cabinet
