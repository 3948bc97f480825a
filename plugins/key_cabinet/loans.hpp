// The rules of the cabinet: a holder takes a key to which he has a right now and that nobody else has, brings it back,
// or hands it over. Thread-safe.
#pragma once

#include <callboard/coalescer.hpp>
#include <callboard/database.hpp>
#include <callboard/services.hpp>
#include <callboard/site.hpp>
#include <callboard/visitor.hpp>

#include "code_repository.hpp"
#include "loan_repository.hpp"

namespace key_cabinet {

class Loans {
 public:
  Loans(callboard::Database& database, const LoanRepository& rows, const CodeRepository& codes,
        const callboard::Clock& clock, const callboard::Site& site)
      : database_(database), rows_(rows), codes_(codes), clock_(clock), site_(site), together_([this](Calls batch) {
          decide(batch);
        }) {}

  // `by` is the cabinet. What is done is committed, the refusal's journal entry included.
  Issue issue(const callboard::Visitor& by, const LoanRequest& request);
  Return give_back(const callboard::Visitor& by, const LoanRequest& request);
  HandoverResult hand_over(const callboard::Visitor& by, const HandoverRequest& request);

  // The same as part of a larger transaction. A pickup code is used up where the key was issued or returned.
  Issue issue(callboard::Transaction& tx, const callboard::Visitor& by, const LoanRequest& request);
  Return give_back(callboard::Transaction& tx, const callboard::Visitor& by, const LoanRequest& request);
  // Throws Conflict where the receiver's right was taken away meanwhile: then all of it is to be undone.
  HandoverResult hand_over(callboard::Transaction& tx, const callboard::Visitor& by, const HandoverRequest& request);

 private:
  // A request of the usual kind, and whether it took effect.
  struct Usual {
    enum { Issue, Return } what;
    AskedLoan loan;
  };
  using Together = callboard::Coalescer<Usual, bool>;
  using Calls = std::span<Together::Call* const>;

  SchoolTime now() const { return {clock_.now(), site_.info()->time_zone}; }
  bool goes_together(const LoanRequest& request) const;
  void decide(Calls batch);
  bool decide_alone(const Usual& usual);
  void decide_together(Calls batch);
  template <typename Outcome, typename Act>
  Outcome by_code(callboard::Transaction& tx, const callboard::Visitor& by, const LoanRequest& request,
                  std::string_view refused, const Act& act);
  Issue issue(callboard::Transaction& tx, const callboard::Visitor& by, const LoanRequest& request, Way how);
  Return give_back(callboard::Transaction& tx, const callboard::Visitor& by, const LoanRequest& request, Way how);
  bool close_otherwise(callboard::Transaction& tx, const callboard::Visitor& by, const LoanRequest& request,
                       const LoanParties& parties, callboard::Time now, Way how);
  HandoverResult why_not_handed_over(callboard::Transaction& tx, const HandoverRequest& request, const SchoolTime& now,
                                     LoanParties& giver);

  callboard::Database& database_;
  const LoanRepository& rows_;
  const CodeRepository& codes_;
  const callboard::Clock& clock_;
  const callboard::Site& site_;
  Together together_;
};

}  // namespace key_cabinet
