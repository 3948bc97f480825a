// RoomKeys by SQL, on both engines.
#pragma once

#include "api/key_cabinet/room_keys.hpp"

namespace key_cabinet {

class SqlRoomKeys : public RoomKeys {
 public:
  explicit SqlRoomKeys(const callboard::Clock& clock) : clock_(clock) {}

  RoomOpened open(callboard::Transaction& tx, const RoomOpening& opening) override;
  bool close(callboard::Transaction& tx, const std::string& source, const std::string& reference) override;
  std::optional<RoomOpeningState> state(callboard::Transaction& tx, const std::string& source,
                                        const std::string& reference) override;
  std::vector<Room> rooms(callboard::Transaction& tx) override;

  // For a test of its query plan.
  static const char* state_statement();

 private:
  const callboard::Clock& clock_;
};

}  // namespace key_cabinet
