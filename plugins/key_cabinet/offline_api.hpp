// GET /cabinet/v1/access and POST /cabinet/v1/events. Thread-safe.
#pragma once

#include <callboard/http.hpp>
#include <callboard/services.hpp>

#include "ca_folder.hpp"
#include "device_requests.hpp"
#include "offline_events.hpp"
#include "snapshots.hpp"

namespace key_cabinet {

class OfflineApi {
 public:
  OfflineApi(Snapshots& snapshots, OfflineEvents& events, DeviceRequests requests, const CaFolder& keys,
             callboard::Metrics& metrics);

  callboard::Response access(const callboard::Request& request, const callboard::Visitor& cabinet);
  callboard::Response events(const callboard::Request& request, const callboard::Visitor& cabinet);

 private:
  Snapshots& snapshots_;
  OfflineEvents& events_;
  DeviceRequests requests_;
  const CaFolder& keys_;
  callboard::Counter& taken_;
};

}  // namespace key_cabinet
