// LoanRepository by SQL, on both engines.
#pragma once

#include "loan_repository.hpp"

namespace key_cabinet {

class SqlLoanRepository : public LoanRepository {
 public:
  bool open_loan(callboard::Transaction& tx, CabinetId at, const LoanRequest& request,
                 callboard::Time now) const override;
  bool close_loan(callboard::Transaction& tx, CabinetId at, const LoanRequest& request,
                  callboard::Time now) const override;
  LoanParties parties(callboard::Transaction& tx, const LoanRequest& request) const override;
  void record(callboard::Transaction& tx, CabinetId at, const LoanRequest& request, const LoanParties& parties,
              Refusal refusal, callboard::Time now) const override;

  // The statements of the usual way, for a test of their query plans.
  static const char* open_statement(callboard::Engine engine);
  static const char* close_statement();
};

}  // namespace key_cabinet
