// HolderRepository by SQL, on both engines.
#pragma once

#include "holder_repository.hpp"

namespace key_cabinet {

class SqlHolderRepository : public HolderRepository {
 public:
  Added<RoomId> add_room(callboard::Transaction& tx, const std::string& name) const override;
  Added<KeyId> add_key(callboard::Transaction& tx, RoomId room, const std::string& label) const override;
  Added<HolderId> add_holder(callboard::Transaction& tx, const std::string& fullname,
                             const std::string& serial) const override;
  void allow(callboard::Transaction& tx, HolderId holder, KeyId key) const override;
};

}  // namespace key_cabinet
