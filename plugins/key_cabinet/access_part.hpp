// Keys that are asked for and brought back, wired: the cabinet's two routes and what they need.
#pragma once

#include "cabinet_api.hpp"
#include "foundation.hpp"

namespace key_cabinet {

class AccessPart {
 public:
  AccessPart(callboard::Registrar& host, Foundation& foundation);

 private:
  void add_routes(callboard::Registrar& host);

  CabinetApi api_;
};

}  // namespace key_cabinet
