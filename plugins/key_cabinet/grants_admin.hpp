// Who may take what and when, beyond a holder's own list: windows of time, grants, bookings; in the administration.
#pragma once

#include <callboard/admin.hpp>

namespace key_cabinet {

class GrantsAdmin {
 public:
  static callboard::AdminResource windows();
  static callboard::AdminResource grants();
  static callboard::AdminResource bookings();
};

}  // namespace key_cabinet
