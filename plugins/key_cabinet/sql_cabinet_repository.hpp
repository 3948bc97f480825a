// CabinetRepository by SQL, on both engines.
#pragma once

#include "cabinet_repository.hpp"

namespace key_cabinet {

class SqlCabinetRepository : public CabinetRepository {
 public:
  CabinetId find_or_add(callboard::Transaction& tx, const std::string& name, callboard::Time now) const override;
  void lock(callboard::Transaction& tx, CabinetId cabinet) const override;
  std::optional<Cabinet> find(callboard::Transaction& tx, const std::string& name, callboard::Time now) const override;
  std::vector<Cabinet> all(callboard::Transaction& tx, callboard::Time now) const override;
  void add_token(callboard::Transaction& tx, const DeviceToken& token, callboard::Time now) const override;
  long long revoke_tokens(callboard::Transaction& tx, CabinetId cabinet, callboard::Time now) const override;
  std::optional<std::string> name_by_token(callboard::Transaction& tx, const DeviceToken& token) const override;

  // The statement of every request, for a test of its query plan.
  static const char* token_statement();
};

}  // namespace key_cabinet
