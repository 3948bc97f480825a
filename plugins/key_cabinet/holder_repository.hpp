// Rooms, their keys, and the holders who may take them.
#pragma once

#include <string>

#include <callboard/database.hpp>

#include "holder.hpp"

namespace key_cabinet {

class HolderRepository {
 public:
  virtual ~HolderRepository() = default;

  template <typename Id>
  struct Added {
    Id id{};
    bool is_new = false;
  };
  // What has that name, label or serial already stays as it is.
  virtual Added<RoomId> add_room(callboard::Transaction& tx, const std::string& name) const = 0;
  virtual Added<KeyId> add_key(callboard::Transaction& tx, RoomId room, const std::string& label) const = 0;
  virtual Added<HolderId> add_holder(callboard::Transaction& tx, const std::string& fullname,
                                     const std::string& serial) const = 0;
  virtual void allow(callboard::Transaction& tx, HolderId holder, KeyId key) const = 0;
};

}  // namespace key_cabinet
