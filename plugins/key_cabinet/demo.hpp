// A theatre school's key cabinet to look at: rooms, keys, holders, what they took and brought back.
#pragma once

#include <map>
#include <string>

#include <nlohmann/json.hpp>

#include "cabinets.hpp"
#include "holder_repository.hpp"
#include "loan_repository.hpp"

namespace key_cabinet {

class Demo {
 public:
  // `cabinets` may be null: then there is no cabinet with a token.
  Demo(callboard::Database& database, const HolderRepository& holders, const LoanRepository& loans,
       const callboard::Clock& clock, Cabinets* cabinets)
      : database_(database), holders_(holders), loans_(loans), clock_(clock), cabinets_(cabinets) {}

  // Members of site.json. Run again it adds nothing, but the cabinet gets a new token.
  nlohmann::json load();

 private:
  std::map<std::string, KeyId> add_keys(callboard::Transaction& tx);
  // True where they were not there before.
  bool add_holders(callboard::Transaction& tx);
  void add_history(callboard::Transaction& tx, CabinetId cabinet);

  callboard::Database& database_;
  const HolderRepository& holders_;
  const LoanRepository& loans_;
  const callboard::Clock& clock_;
  Cabinets* cabinets_;
};

}  // namespace key_cabinet
