// DeviceStateRepository by SQL, on both engines.
#pragma once

#include "device_states.hpp"

namespace key_cabinet {

class SqlDeviceStates : public DeviceStateRepository {
 public:
  void seen(callboard::Transaction& tx, CabinetId cabinet, callboard::Time now,
            callboard::Time unless_after) const override;
  void checked_in(callboard::Transaction& tx, CabinetId cabinet, const CheckIn& said,
                  callboard::Time now) const override;
  CheckInReply reply(callboard::Transaction& tx, CabinetId cabinet) const override;

  // For a test of its query plan.
  static const char* reply_statement();
};

}  // namespace key_cabinet
