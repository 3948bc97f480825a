// Keys that are asked for, brought back and handed over, wired: the cabinet's routes, pickup codes, what is overdue,
// and what other plugins may do with rooms.
#pragma once

#include "cabinet_api.hpp"
#include "code_page.hpp"
#include "foundation.hpp"
#include "overdue_keys.hpp"
#include "sql_overdue_repository.hpp"
#include "sql_room_keys.hpp"

namespace key_cabinet {

class AccessPart {
 public:
  AccessPart(callboard::Registrar& host, Foundation& foundation);

 private:
  void add_routes(callboard::Registrar& host);
  void add_jobs(callboard::Registrar& host, Foundation& foundation);
  void add_personal_data(callboard::Registrar& host, const Foundation& foundation);

  const SqlOverdueRepository overdue_rows_;
  const CodeLimits limits_;
  CabinetApi api_;
  PickupCodes codes_;
  CodePage code_page_;
  OverdueKeys overdue_;
  SqlRoomKeys room_keys_;
};

}  // namespace key_cabinet
