// Enrolled cabinets and their device tokens.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <callboard/database.hpp>
#include <callboard/services.hpp>

#include "device_tokens.hpp"
#include "loan_repository.hpp"

namespace key_cabinet {

struct Cabinet {
  CabinetId id{};
  std::string name;
  bool trusted = false;  // it has a token that is neither revoked nor expired
};

class CabinetRepository {
 public:
  virtual ~CabinetRepository() = default;

  virtual CabinetId find_or_add(callboard::Transaction& tx, const std::string& name, callboard::Time now) const = 0;
  // Nobody else changes the cabinet's tokens from here until the transaction ends.
  virtual void lock(callboard::Transaction& tx, CabinetId cabinet) const = 0;
  virtual std::optional<Cabinet> find(callboard::Transaction& tx, const std::string& name,
                                      callboard::Time now) const = 0;
  virtual std::vector<Cabinet> all(callboard::Transaction& tx, callboard::Time now) const = 0;

  virtual void add_token(callboard::Transaction& tx, const DeviceToken& token, callboard::Time now) const = 0;
  // Revokes all tokens of that cabinet that still hold; returns how many.
  virtual long long revoke_tokens(callboard::Transaction& tx, CabinetId cabinet, callboard::Time now) const = 0;

  // The name of the cabinet whose token this is, or nothing where it is unknown or revoked. One read by
  // primary keys: it is asked at every request of a cabinet.
  virtual std::optional<std::string> name_by_token(callboard::Transaction& tx, const DeviceToken& token) const = 0;
};

}  // namespace key_cabinet
