#include "loans.hpp"

namespace key_cabinet {

using namespace callboard;

namespace {

Issue reason_not_issued(const LoanParties& parties) {
  if (!parties.holder) return Issue::UnknownSerial;
  if (!parties.has_access) return Issue::NoAccess;
  return Issue::AlreadyOut;
}

Return reason_not_returned(const LoanParties& parties) {
  return parties.holder ? Return::NotHeld : Return::UnknownSerial;
}

std::string_view name_of(Issue reason) {
  switch (reason) {
    case Issue::UnknownSerial: return "unknown_serial";
    case Issue::NoAccess: return "no_access";
    case Issue::AlreadyOut: return "already_out";
    case Issue::Issued: break;
  }
  return "issued";
}

std::string_view name_of(Return reason) {
  switch (reason) {
    case Return::UnknownSerial: return "unknown_serial";
    case Return::NotHeld: return "not_held";
    case Return::Returned: break;
  }
  return "returned";
}

}  // namespace

// Nearly always one statement says it all, in one round trip. Only where it had no effect is the request
// decided again in a full transaction, so that the reason found there is the reason it was refused for.
Issue Loans::issue(const Visitor& by, const LoanRequest& request) {
  const bool issued =
      database_.transact_single([&](Transaction& tx) { return rows_.open_loan(tx, by.device, request, clock_.now()); });
  if (issued) return Issue::Issued;
  return database_.transact([&](Transaction& tx) { return issue(tx, by, request); });
}

Return Loans::give_back(const Visitor& by, const LoanRequest& request) {
  const bool returned = database_.transact_single(
      [&](Transaction& tx) { return rows_.close_loan(tx, by.device, request, clock_.now()); });
  if (returned) return Return::Returned;
  return database_.transact([&](Transaction& tx) { return give_back(tx, by, request); });
}

Issue Loans::issue(Transaction& tx, const Visitor& by, const LoanRequest& request) {
  const auto now = clock_.now();
  if (rows_.open_loan(tx, by.device, request, now)) return Issue::Issued;
  const auto parties = rows_.parties(tx, request);
  const auto reason = reason_not_issued(parties);
  rows_.record(tx, by.device, request, parties, {"issue_refused", name_of(reason)}, now);
  return reason;
}

Return Loans::give_back(Transaction& tx, const Visitor& by, const LoanRequest& request) {
  const auto now = clock_.now();
  if (rows_.close_loan(tx, by.device, request, now)) return Return::Returned;
  const auto parties = rows_.parties(tx, request);
  const auto reason = reason_not_returned(parties);
  rows_.record(tx, by.device, request, parties, {"return_refused", name_of(reason)}, now);
  return reason;
}

}  // namespace key_cabinet
