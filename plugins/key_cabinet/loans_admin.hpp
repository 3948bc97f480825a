// The keys that are out, and all loans, in the administration.
#pragma once

#include <callboard/admin.hpp>

#include "loan_office.hpp"

namespace key_cabinet {

// Lives as long as the resources that it declares.
class LoansAdmin {
 public:
  LoansAdmin(callboard::AuditLog& audit, const callboard::Clock& clock) : office_(audit, clock) {}

  callboard::AdminResource out(callboard::Engine engine) const;
  callboard::AdminResource loans() const;

 private:
  std::vector<callboard::AdminAction> out_actions() const;
  callboard::AdminAction correction() const;

  LoanOffice office_;
};

}  // namespace key_cabinet
