// What administrators see and do with keys and holders, wired.
#pragma once

#include "foundation.hpp"

namespace key_cabinet {

class OfficePart {
 public:
  OfficePart(callboard::Registrar& host, Foundation& foundation);
};

}  // namespace key_cabinet
