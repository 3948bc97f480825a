// GET /cabinet/v1/time and POST /cabinet/v1/check-in. Thread-safe.
#pragma once

#include "device_requests.hpp"
#include "device_states.hpp"

namespace key_cabinet {

class DeviceApi {
 public:
  DeviceApi(DeviceRequests& requests, const DeviceStateRepository& rows, const callboard::Clock& clock)
      : requests_(requests), rows_(rows), clock_(clock) {}

  callboard::Response time() const;
  callboard::Response check_in(const callboard::Request& request, const callboard::Visitor& cabinet);

 private:
  DeviceRequests& requests_;
  const DeviceStateRepository& rows_;
  const callboard::Clock& clock_;
};

}  // namespace key_cabinet
