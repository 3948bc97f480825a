// The rules of the cabinet: a holder takes a key that the access list allows and nobody else has, and
// brings it back. Thread-safe.
#pragma once

#include <callboard/database.hpp>
#include <callboard/services.hpp>
#include <callboard/visitor.hpp>

#include "loan_repository.hpp"

namespace key_cabinet {

class Loans {
 public:
  Loans(callboard::Database& database, const LoanRepository& rows, const callboard::Clock& clock)
      : database_(database), rows_(rows), clock_(clock) {}

  // `by` is the cabinet. What is done is committed, the refusal's journal entry included.
  Issue issue(const callboard::Visitor& by, const LoanRequest& request);
  Return give_back(const callboard::Visitor& by, const LoanRequest& request);

  // The same as part of a larger transaction.
  Issue issue(callboard::Transaction& tx, const callboard::Visitor& by, const LoanRequest& request);
  Return give_back(callboard::Transaction& tx, const callboard::Visitor& by, const LoanRequest& request);

 private:
  callboard::Database& database_;
  const LoanRepository& rows_;
  const callboard::Clock& clock_;
};

}  // namespace key_cabinet
