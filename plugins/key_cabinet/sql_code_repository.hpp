// CodeRepository by SQL, on both engines.
#pragma once

#include "code_repository.hpp"

namespace key_cabinet {

class SqlCodeRepository : public CodeRepository {
 public:
  bool put(callboard::Transaction& tx, callboard::UserId user, const std::string& code, callboard::Time now,
           callboard::Time expires) const override;
  std::optional<CodeOwner> lock(callboard::Transaction& tx, const std::string& code,
                                callboard::Time now) const override;
  void remove(callboard::Transaction& tx, const std::string& code) const override;
  bool is_holder(callboard::Transaction& tx, callboard::UserId user) const override;
  void remove_of(callboard::Transaction& tx, callboard::UserId user) const override;
  long long remove_expired(callboard::Transaction& tx, callboard::Time now, int most) const override;
};

}  // namespace key_cabinet
