// What a cabinet needs to decide alone, and what it tells afterwards, wired.
#pragma once

#include "foundation.hpp"
#include "offline_api.hpp"
#include "offline_events.hpp"
#include "snapshots.hpp"
#include "sql_device_event_repository.hpp"
#include "sql_snapshot_repository.hpp"

namespace key_cabinet {

class OfflinePart {
 public:
  OfflinePart(callboard::Registrar& host, Foundation& foundation);

 private:
  void add_routes(callboard::Registrar& host);

  const SqlDeviceEventRepository event_rows_;
  const SqlSnapshotRepository snapshot_rows_;
  OfflineEvents events_;
  Snapshots snapshots_;
  OfflineApi api_;
};

}  // namespace key_cabinet
