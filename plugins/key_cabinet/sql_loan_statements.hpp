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

}  // namespace key_cabinet
