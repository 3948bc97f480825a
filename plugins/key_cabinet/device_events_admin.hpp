// What cabinets told afterwards, for administrators: all of it, and what waits for one of them.
#pragma once

#include <callboard/registrar.hpp>

#include "device_event_repository.hpp"

namespace key_cabinet {

// `rows`, `audit` and `clock` must outlive the process' last request. Pages: /admin/keys/events, …/conflicts, …/alarms.
void add_device_events_admin(callboard::Registrar& host, const DeviceEventRepository& rows, callboard::AuditLog& audit,
                             const callboard::Clock& clock);

}  // namespace key_cabinet
