// The statements about loans, made once for each engine; apart from their bindings, since they are long and tests look
// at their plans.
#pragma once

#include <string>

#include <callboard/database.hpp>

namespace key_cabinet {

struct LoanStatements {
  std::string open_directly;
  std::string open_by_grant;
  std::string open_by_booking;
  std::string close;
  std::string close_of;
  std::string close_for_other;
  std::string parties;

  static const LoanStatements& of(callboard::Engine engine);
};

// For many requests at once, `:batch`; MySQL only.
struct LoanBatchStatements {
  std::string open;  // by an access or a grant
  std::string open_by_booking;
  std::string open_loans;  // of those that asked: number, loan, when it was taken
  std::string close;       // by the loans' ids

  static const LoanBatchStatements& get();
};

}  // namespace key_cabinet
