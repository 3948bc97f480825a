#include "loan_office.hpp"

#include "keys_admin.hpp"
#include "sql_holder_office.hpp"

namespace key_cabinet {

using namespace callboard;

namespace {

LoanTimes existing(Transaction& tx, LoanId loan) {
  const auto found = SqlKeyOffice::loan(tx, loan);
  if (!found) throw NotFound("loan");
  return *found;
}

std::string number(HolderId holder) { return std::to_string(static_cast<std::int64_t>(holder)); }

std::string microseconds(const std::optional<Time>& time) {
  return time ? std::to_string(time->time_since_epoch().count()) : "";
}

void add_change(std::vector<AuditChange>& changes, const char* field, std::string before, std::string after) {
  if (before != after) changes.push_back({field, std::move(before), std::move(after)});
}

// What does not hold of a loan's corrected times.
Faults faults_of(Transaction& tx, LoanId loan, const LoanTimes& times, const LoanCorrection& correction, Time now) {
  Faults faults;
  if (times.taken > now) faults.add("taken", _("This time has not come yet."));
  if (times.returned && *times.returned > now) faults.add("returned", _("This time has not come yet."));
  if (times.returned && *times.returned < times.taken) {
    faults.add("returned", _("It cannot be back before it was taken."));
  }
  if (!faults && SqlKeyOffice::overlaps(tx, loan, times)) {
    faults.add(correction.taken ? "taken" : "returned", _("Somebody else had this key at that time."));
  }
  return faults;
}

}  // namespace

void LoanOffice::release(Transaction& tx, const Visitor& by, LoanId loan, const std::string& reason) const {
  const auto before = existing(tx, loan);
  const auto now = clock_.now();
  if (!SqlKeyOffice::release(tx, loan, now, reason)) throw AdminRefusal(_("This key is back already."));
  record(tx, by, "released", loan, {{"returned", "", microseconds(std::max(now, before.taken))}}, reason);
}

void LoanOffice::hand_over(Transaction& tx, const Visitor& by, LoanId loan, HolderId to,
                           const std::string& reason) const {
  const auto before = existing(tx, loan);
  Faults faults;
  if (before.holder == to) faults.add("holder", _("This holder has the key already."));
  if (!SqlHolderOffice::serial(tx, to)) faults.add("holder", _("There is no such holder any more."));
  if (faults) throw AdminRefusal(std::move(faults));
  const auto now = clock_.now();
  if (!SqlKeyOffice::release(tx, loan, now, reason)) throw AdminRefusal(_("This key is back already."));
  SqlKeyOffice::open(tx, before.key, to, now, reason, loan);
  record(tx, by, "handed_over", loan, {{"holder", number(before.holder), number(to)}}, reason);
}

void LoanOffice::mark_lost(Transaction& tx, const Visitor& by, LoanId loan, const std::string& reason) const {
  const auto key = static_cast<std::int64_t>(existing(tx, loan).key);
  SqlKeyOffice::set_state(tx, key, "lost");
  SqlHolderOffice::add_note(tx, "key_cabinet_keys", key, reason);
  audit_.record(tx, by, {"lost", kKeyRecord, key, {{"state", "", "lost"}, {"reason", "", reason}}});
}

void LoanOffice::correct(Transaction& tx, const Visitor& by, LoanId loan, const LoanCorrection& correction,
                         const std::string& reason) const {
  const auto before = existing(tx, loan);
  auto after = before;
  if (correction.holder) after.holder = *correction.holder;
  if (correction.taken) after.taken = *correction.taken;
  if (correction.returned) after.returned = correction.returned;
  auto faults = faults_of(tx, loan, after, correction, clock_.now());
  if (correction.returned && !before.returned) {
    faults.add("returned", _("The key is still out. Release it instead."));
  }
  if (faults) throw AdminRefusal(std::move(faults));
  std::vector<AuditChange> changes;
  add_change(changes, "holder", number(before.holder), number(after.holder));
  add_change(changes, "taken", microseconds(before.taken), microseconds(after.taken));
  add_change(changes, "returned", microseconds(before.returned), microseconds(after.returned));
  if (changes.empty()) throw AdminRefusal(_("Say what has to be put right."));
  SqlKeyOffice::correct(tx, loan, after, reason);
  record(tx, by, "corrected", loan, std::move(changes), reason);
}

void LoanOffice::record(Transaction& tx, const Visitor& by, const char* action, LoanId loan,
                        std::vector<AuditChange> changes, const std::string& reason) const {
  changes.push_back({"reason", "", reason});
  audit_.record(tx, by, {action, kLoanRecord, static_cast<std::int64_t>(loan), std::move(changes)});
}

}  // namespace key_cabinet
