// LoanRepository by SQL, on both engines.
#pragma once

#include "loan_repository.hpp"

namespace key_cabinet {

class SqlLoanRepository : public LoanRepository {
 public:
  bool open_directly(callboard::Transaction& tx, CabinetId at, const LoanRequest& request, const SchoolTime& now,
                     Way how = Way::Cabinet) const override;
  bool open_by_grant(callboard::Transaction& tx, CabinetId at, const LoanRequest& request, const SchoolTime& now,
                     Way how = Way::Cabinet) const override;
  bool open_by_booking(callboard::Transaction& tx, CabinetId at, const LoanRequest& request, const SchoolTime& now,
                       Way how = Way::Cabinet) const override;
  bool close_loan(callboard::Transaction& tx, CabinetId at, const LoanRequest& request, callboard::Time now,
                  Way how = Way::Cabinet) const override;
  bool close_loan_of(callboard::Transaction& tx, CabinetId at, HolderId holder, KeyId key,
                     callboard::Time now) const override;
  bool close_loan_for_other(callboard::Transaction& tx, CabinetId at, HolderId by, KeyId key, callboard::Time now,
                            Way how) const override;
  std::vector<bool> open_loans(callboard::Transaction& tx, std::span<const AskedLoan> asked,
                               const SchoolTime& now) const override;
  std::vector<bool> close_loans(callboard::Transaction& tx, std::span<const AskedLoan> asked,
                                callboard::Time now) const override;
  LoanParties parties(callboard::Transaction& tx, const LoanRequest& request, const SchoolTime& now) const override;
  std::optional<HolderId> past_holder(callboard::Transaction& tx, const std::string& serial) const override;
  void record(callboard::Transaction& tx, CabinetId at, const LoanRequest& request, const LoanParties& parties,
              Refusal refusal, callboard::Time now) const override;

  static const char* past_holder_statement();
};

}  // namespace key_cabinet
