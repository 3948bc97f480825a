#include "user_import.hpp"

#include "legacy_hash.hpp"
#include "names.hpp"

namespace accounts {

using namespace callboard;

namespace {

const Client kImport{"", "callboard import", Language::English};

NewUser new_user(const OldUser& old) {
  NewUser user;
  user.name = tidy_user_name(old.name);
  user.name_key = user_name_key(user.name);
  if (!old.email.empty()) {
    user.email = parse_email(old.email).value();
    user.email_key = email_key(user.email);
  }
  user.password_hash = old.password_hash;
  return user;
}

// The row that had this key before, if any; from now on this one has it.
std::string claim(std::map<std::string, std::string>& rows, const std::string& key, const std::string& row) {
  const auto [found, fresh] = rows.try_emplace(key, row);
  return fresh ? "" : found->second;
}

}  // namespace

TakenOver UserImport::run(OldUsersFile& file, bool dry_run, const Refused& refused) {
  TakenOver counts;
  take_over(
      file, parts_.database, dry_run, [&](OldUser old) { return judged(std::move(old)); },
      [&](Transaction& tx, Candidate& candidate) { take(tx, candidate, dry_run); },
      [&](const Candidate& candidate) {
        if (!candidate.fault.empty()) refused(candidate.old, candidate.fault);
        counts.count(candidate);
      });
  return counts;
}

UserImport::Candidate UserImport::judged(OldUser old) {
  Candidate candidate{std::move(old), {}, {}};
  candidate.fault = fault_of(candidate.old);
  if (!candidate.fault.empty()) return candidate;
  candidate.user = new_user(candidate.old);
  candidate.fault = fault_within_file(candidate.user, candidate.old.row);
  return candidate;
}

Text UserImport::fault_of(const OldUser& old) const {
  if (auto fault = user_name_fault(tidy_user_name(old.name)); !fault.empty()) return fault;
  if (!old.email.empty()) {
    if (auto fault = email_fault(old.email); !fault.empty()) return fault;
  }
  if (old.password_hash.empty()) return _("There is no password.");
  if (!is_known_hash(old.password_hash)) {
    return _("The password is not kept as a hash that can be verified here; plain text is never taken.");
  }
  return {};
}

Text UserImport::fault_within_file(const NewUser& user, const std::string& row) {
  const auto same_name = claim(rows_by_name_key_, user.name_key, row);
  if (!same_name.empty()) return _("The row {row} has the same user name.").with("row", same_name);
  if (user.email.empty()) return {};
  const auto same_email = claim(rows_by_email_key_, user.email_key, row);
  if (!same_email.empty()) return _("The row {row} has the same e-mail address.").with("row", same_email);
  return {};
}

void UserImport::take(Transaction& tx, Candidate& candidate, bool dry_run) const {
  if (!candidate.fault.empty()) return;
  compare(tx, candidate);
  if (!candidate.fault.empty() || candidate.already_there || dry_run) return;
  const auto now = parts_.clock.now();
  const auto id = parts_.users.add(tx, candidate.user, now);
  if (!id) {
    // Somebody registered meanwhile; another run tells which it was.
    candidate.fault = _("The user name or the e-mail address was taken just now.");
    return;
  }
  parts_.journal.write(tx, *id, Event::Registered, kImport, now);
  parts_.audit.record(tx, console(), {"imported", "user", static_cast<std::int64_t>(*id), {}, {}});
}

// With the accounts that are there.
void UserImport::compare(Transaction& tx, Candidate& candidate) const {
  const auto& user = candidate.user;
  const auto same_name = parts_.users.find_by_name(tx, user.name_key);
  if (same_name) {
    candidate.already_there = (same_name->email.empty() ? "" : email_key(same_name->email)) == user.email_key;
    if (!candidate.already_there) candidate.fault = _("Another account has this user name.");
  } else if (!user.email.empty() && parts_.users.find_by_email(tx, user.email_key)) {
    candidate.fault = _("Another account has this e-mail address.");
  }
}

}  // namespace accounts
