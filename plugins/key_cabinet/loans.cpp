#include "loans.hpp"

#include <map>

namespace key_cabinet {

using namespace callboard;

namespace {

Issue reason_not_issued(const LoanParties& parties) {
  if (!parties.holder) return Issue::UnknownSerial;
  if (parties.blocked) return Issue::Blocked;
  if (!parties.right_ever) return Issue::NoAccess;
  if (parties.state == KeyState::Lost) return Issue::Lost;
  if (parties.state == KeyState::OutOfService) return Issue::OutOfService;
  if (!parties.right_now) return Issue::OutsideHours;
  return Issue::AlreadyOut;
}

std::string_view name_of(Issue reason) {
  switch (reason) {
    case Issue::UnknownSerial: return "unknown_serial";
    case Issue::UnknownCode: return "unknown_code";
    case Issue::CodeWithoutHolder: return "code_without_holder";
    case Issue::Blocked: return "blocked";
    case Issue::NoAccess: return "no_access";
    case Issue::Lost: return "lost";
    case Issue::OutOfService: return "out_of_service";
    case Issue::OutsideHours: return "outside_hours";
    case Issue::AlreadyOut: return "already_out";
    case Issue::Issued: break;
  }
  return "issued";
}

std::string_view name_of(Return reason) {
  switch (reason) {
    case Return::UnknownSerial: return "unknown_serial";
    case Return::UnknownCode: return "unknown_code";
    case Return::CodeWithoutHolder: return "code_without_holder";
    case Return::NotHeld: return "not_held";
    case Return::Returned: break;
  }
  return "returned";
}

std::string_view name_of(const HandoverResult& result) {
  switch (result.outcome) {
    case Handover::UnknownGiver: return "unknown_serial";
    case Handover::MayNotHandOver: return "may_not_hand_over";
    case Handover::NotHeld: return "not_held";
    case Handover::SameHolder: return "same_holder";
    case Handover::ReceiverRefused: return name_of(result.refusal);
    case Handover::Done: break;
  }
  return "handed_over";
}

bool has_effect(Issue outcome) { return outcome == Issue::Issued; }
bool has_effect(Return outcome) { return outcome == Return::Returned; }

}  // namespace

// On MySQL the usual requests that come at the same moment share statements and a commit. On SQLite the database itself
// shares the commits, and there is nothing else to share.
bool Loans::goes_together(const LoanRequest& request) const {
  return database_.engine() == Engine::Mysql && request.code.empty();
}

void Loans::decide(Calls batch) {
  if (batch.size() > 1) return decide_together(batch);
  batch.front()->answer(decide_alone(batch.front()->request()));
}

// Nearly always one statement says it all: that saves the round trips of BEGIN and COMMIT.
bool Loans::decide_alone(const Usual& usual) {
  const auto& [at, request] = usual.loan;
  const auto when = now();
  return database_.transact_single([&, at = at, request = request](Transaction& tx) {
    return usual.what == Usual::Issue ? rows_.open_directly(tx, at, *request, when)
                                      : rows_.close_loan(tx, at, *request, when.at);
  });
}

// Of several that ask for one key the first is decided here, the others afterwards, alone. In the order of the keys,
// so that two processes seldom wait for each other in a circle; they still can, since what is returned comes before
// what is issued. Then MariaDB ends one of the two, and its transaction runs again.
void Loans::decide_together(Calls batch) {
  std::map<std::string_view, Together::Call*> by_key;
  for (auto* call : batch) {
    call->answer(false);
    by_key.try_emplace(call->request().loan.request->key, call);
  }
  std::vector<AskedLoan> wanted, brought;
  for (const auto& [key, call] : by_key) {
    (call->request().what == Usual::Issue ? wanted : brought).push_back(call->request().loan);
  }
  const auto when = now();
  std::vector<bool> issued, returned;
  try {
    database_.transact([&](Transaction& tx) {
      returned = rows_.close_loans(tx, brought, when.at);
      issued = rows_.open_loans(tx, wanted, when);
    });
  } catch (const Unavailable&) {
    throw;
  } catch (const std::exception&) {
    return;  // nothing was done: alone, each hears of its own fault
  }
  auto is_issued = issued.begin(), is_returned = returned.begin();
  for (const auto& [key, call] : by_key) {
    call->answer(call->request().what == Usual::Issue ? *is_issued++ : *is_returned++);
  }
}

// Only where the usual statements had no effect is the request decided again in a full transaction, so that the reason
// found there is the reason it was refused for.
Issue Loans::issue(const Visitor& by, const LoanRequest& request) {
  if (goes_together(request) && together_.run({Usual::Issue, {by.device, &request}})) return Issue::Issued;
  return database_.transact([&](Transaction& tx) { return issue(tx, by, request); });
}

Return Loans::give_back(const Visitor& by, const LoanRequest& request) {
  if (goes_together(request) && together_.run({Usual::Return, {by.device, &request}})) return Return::Returned;
  return database_.transact([&](Transaction& tx) { return give_back(tx, by, request); });
}

HandoverResult Loans::hand_over(const Visitor& by, const HandoverRequest& request) {
  return database_.transact([&](Transaction& tx) { return hand_over(tx, by, request); });
}

Issue Loans::issue(Transaction& tx, const Visitor& by, const LoanRequest& request) {
  if (request.code.empty()) return issue(tx, by, request, Way::Cabinet);
  return by_code<Issue>(tx, by, request, "issue_refused",
                        [&](const LoanRequest& found) { return issue(tx, by, found, Way::Code); });
}

Return Loans::give_back(Transaction& tx, const Visitor& by, const LoanRequest& request) {
  if (request.code.empty()) return give_back(tx, by, request, Way::Cabinet);
  return by_code<Return>(tx, by, request, "return_refused",
                         [&](const LoanRequest& found) { return give_back(tx, by, found, Way::Code); });
}

// The code stands for its holder, with no right beyond the holder's, and once.
template <typename Outcome, typename Act>
Outcome Loans::by_code(Transaction& tx, const Visitor& by, const LoanRequest& request, std::string_view refused,
                       const Act& act) {
  const auto now = clock_.now();
  const auto owner = codes_.lock(tx, request.code, now);
  if (!owner || !owner->serial) {
    const auto reason = owner ? Outcome::CodeWithoutHolder : Outcome::UnknownCode;
    rows_.record(tx, by.device, {"", request.key}, {}, {refused, name_of(reason)}, now);
    return reason;
  }
  const auto outcome = act(LoanRequest{*owner->serial, request.key});
  if (has_effect(outcome)) codes_.remove(tx, request.code);
  return outcome;
}

Issue Loans::issue(Transaction& tx, const Visitor& by, const LoanRequest& request, Way how) {
  const auto at = now();
  if (rows_.open_loan(tx, by.device, request, at, how)) return Issue::Issued;
  const auto parties = rows_.parties(tx, request, at);
  const auto reason = reason_not_issued(parties);
  rows_.record(tx, by.device, request, parties, {"issue_refused", name_of(reason)}, at.at);
  return reason;
}

Return Loans::give_back(Transaction& tx, const Visitor& by, const LoanRequest& request, Way how) {
  const auto at = now();
  if (rows_.close_loan(tx, by.device, request, at.at, how)) return Return::Returned;
  auto parties = rows_.parties(tx, request, at);
  if (close_otherwise(tx, by, request, parties, at.at, how)) return Return::Returned;
  const auto reason = parties.holder ? Return::NotHeld : Return::UnknownSerial;
  rows_.record(tx, by.device, request, parties, {"return_refused", name_of(reason)}, at.at);
  return reason;
}

// A key that comes back is welcome: with a serial that its holder no longer has, or by one who may do it for others.
bool Loans::close_otherwise(Transaction& tx, const Visitor& by, const LoanRequest& request, const LoanParties& parties,
                            Time now, Way how) {
  if (!parties.key) return false;
  if (parties.holder) {
    return parties.returns_for_others &&
           rows_.close_loan_for_other(tx, by.device, *parties.holder, *parties.key, now, how);
  }
  const auto past = rows_.past_holder(tx, request.serial);
  return past && rows_.close_loan_of(tx, by.device, *past, *parties.key, now);
}

HandoverResult Loans::hand_over(Transaction& tx, const Visitor& by, const HandoverRequest& request) {
  const auto at = now();
  LoanParties giver;
  const auto refused = why_not_handed_over(tx, request, at, giver);
  const LoanRequest from{request.serial, request.key}, to{request.to, request.key};
  const bool may = refused.outcome == Handover::Done;
  if (may && rows_.close_loan(tx, by.device, from, at.at, Way::Handover)) {
    if (!rows_.open_loan(tx, by.device, to, at, Way::Handover)) throw Conflict("a right changed during a handover");
    return {};
  }
  const auto result = may ? HandoverResult{Handover::NotHeld} : refused;
  rows_.record(tx, by.device, from, giver, {"handover_refused", name_of(result)}, at.at);
  return result;
}

HandoverResult Loans::why_not_handed_over(Transaction& tx, const HandoverRequest& request, const SchoolTime& now,
                                          LoanParties& giver) {
  giver = rows_.parties(tx, {request.serial, request.key}, now);
  if (!giver.holder) return {Handover::UnknownGiver};
  if (!giver.hands_over || giver.blocked) return {Handover::MayNotHandOver};
  if (request.to == request.serial) return {Handover::SameHolder};
  const auto reason = reason_not_issued(rows_.parties(tx, {request.to, request.key}, now));
  // With the giver it is out: that is the one reason that does not count.
  if (reason != Issue::AlreadyOut) return {Handover::ReceiverRefused, reason};
  return {};
}

}  // namespace key_cabinet
