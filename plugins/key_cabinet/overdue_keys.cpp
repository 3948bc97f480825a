#include "overdue_keys.hpp"

#include <callboard/moment.hpp>

namespace key_cabinet {

using namespace callboard;

int OverdueKeys::tell() {
  constexpr int kPortion = 100;
  const auto loans = parts_.database.read_single(
      [&](Transaction& tx) { return parts_.rows.untold(tx, parts_.clock.now(), kPortion); });
  int told = 0;
  for (const auto& loan : loans) {
    if (parts_.database.transact([&](Transaction& tx) { return tell_of(tx, loan); })) ++told;
  }
  if (told > 0) parts_.told.add(static_cast<std::uint64_t>(told));
  return told;
}

// Whoever marks the loan first tells of it; the mails leave with that mark or not at all.
bool OverdueKeys::tell_of(Transaction& tx, const OverdueLoan& loan) {
  if (!parts_.rows.mark_told(tx, loan.id, parts_.clock.now())) return false;
  mail(tx, loan);
  return true;
}

void OverdueKeys::mail(Transaction& tx, const OverdueLoan& loan) {
  const auto admins = parts_.people.with_role(tx, "admin");
  auto all = admins;
  if (loan.user) all.push_back(*loan.user);
  const auto addresses = parts_.people.addresses(tx, all);

  const auto holder = loan.user ? addresses.find(*loan.user) : addresses.end();
  if (holder != addresses.end()) mail_to(tx, holder->second, loan, true);
  for (const auto admin : admins) {
    const auto found = addresses.find(admin);
    if (found != addresses.end() && found != holder) mail_to(tx, found->second, loan, false);
  }
}

// An address that cannot be mailed to keeps nobody else from being told.
void OverdueKeys::mail_to(Transaction& tx, const PersonAddress& person, const OverdueLoan& loan, bool is_holder) {
  try {
    parts_.mailer.send(tx, {person.email,
                            is_holder ? _("Please bring the key {key} back").with("key", loan.key)
                                      : _("The key {key} is overdue").with("key", loan.key),
                            is_holder ? "key_cabinet/mail_overdue" : "key_cabinet/mail_overdue_admin",
                            {{"name", person.name},
                             {"holder", loan.holder},
                             {"key", loan.key},
                             {"room", loan.room},
                             {"taken", moment(loan.taken)},
                             {"due", moment(loan.due)},
                             {"url", parts_.site.info()->url + "/admin/keys/out"}},
                            person.language});
  } catch (const BadRequest&) {
    parts_.log.warning("key_cabinet.overdue_not_mailed", {{"loan", static_cast<std::int64_t>(loan.id)}});
  }
}

}  // namespace key_cabinet
