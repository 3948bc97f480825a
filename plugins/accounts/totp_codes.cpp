#include "totp_codes.hpp"

#include "recovery_codes.hpp"
#include "totp.hpp"

namespace accounts {

using namespace callboard;

void TotpCodes::take_try(UserId user, const std::string& device, const Client& client) const {
  const auto account = parts_.limits.subject(user, {}, device, client).account;
  refuse_if_waiting(tries_.take(account), "too many codes");
}

void TotpCodes::forgive(UserId user, const std::string& device, const Client& client) const {
  const auto account = parts_.limits.subject(user, {}, device, client).account;
  tries_.reset(account);
}

TotpCodes::Kind TotpCodes::use(Transaction& tx, UserId user, const std::string& typed) const {
  if (looks_like_totp(typed)) return use_totp(tx, user, typed) ? Kind::Totp : Kind::Wrong;
  return use_recovery_code(tx, user, typed) ? Kind::Recovery : Kind::Wrong;
}

// The guarded update decides, so of two requests with one code a single one gets on.
bool TotpCodes::use_totp(Transaction& tx, UserId user, const std::string& typed) const {
  const auto kept = parts_.totp.find(tx, user);
  if (!kept) return false;
  const auto secret = open_sealed(keys_, kept->sealed_secret);
  if (!secret) throw std::runtime_error("a TOTP secret is sealed with a key that this site no longer has");
  const auto step = matching_totp_step(*secret, typed, parts_.clock.now(), kept->last_step);
  if (!step || !parts_.totp.use_step(tx, user, *step)) return false;
  // While the site's secret is being rotated: what is used follows to the new key.
  if (!open_sealed({{keys_.current()}}, kept->sealed_secret)) parts_.totp.reseal(tx, user, seal(keys_, *secret));
  return true;
}

bool TotpCodes::use_recovery_code(Transaction& tx, UserId user, const std::string& typed) const {
  const auto code = read_recovery_code(typed);
  if (!code) return false;
  for (const auto& hash : recovery_code_hashes(keys_, *code)) {
    if (parts_.recovery.use(tx, user, hash, parts_.clock.now())) return true;
  }
  return false;
}

TotpCodes::Begun TotpCodes::begin(Transaction& tx, UserId user, const TotpOffer& offer,
                                  const std::string& typed) const {
  const auto now = parts_.clock.now();
  const auto step = matching_totp_step(offer.secret, typed, now, 0);
  if (!step) return Begun::WrongCode;
  return parts_.totp.add(tx, user, {seal(keys_, offer.secret), *step}, now) ? Begun::Done : Begun::OnAlready;
}

std::vector<std::string> TotpCodes::renew_recovery_codes(Transaction& tx, UserId user) const {
  auto codes = new_recovery_codes();
  std::vector<std::string> hashes;
  for (const auto& code : codes) hashes.push_back(recovery_code_hashes(keys_, read_recovery_code(code).value())[0]);
  parts_.recovery.replace(tx, user, hashes);
  return codes;
}

}  // namespace accounts
