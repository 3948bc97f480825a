#include "links.hpp"

#include <callboard/crypto.hpp>

namespace accounts {

using namespace callboard;

std::string_view name_of(LinkPurpose purpose) {
  switch (purpose) {
    case LinkPurpose::VerifyEmail: return "verify";
    case LinkPurpose::ResetPassword: return "reset";
    case LinkPurpose::ChangeEmail: return "email";
    case LinkPurpose::Invitation: return "invitation";
  }
  return "";
}

std::string Links::issue(Transaction& tx, Link link, std::chrono::seconds lifetime) const {
  const auto token = random_token();
  link.token_hash = sha256_hex(token);
  link.created_at = clock_.now();
  link.expires_at = link.created_at + lifetime;
  if (link.user) {
    rows_.remove_all(tx, *link.user, link.purpose);
  } else {
    rows_.remove_all(tx, link.purpose, link.email_key);
  }
  rows_.add(tx, link);
  return token;
}

std::optional<Link> Links::find(Transaction& tx, LinkPurpose purpose, std::string_view token) const {
  return rows_.find(tx, purpose, sha256_hex(token), clock_.now());
}

std::optional<Link> Links::spend(Transaction& tx, LinkPurpose purpose, std::string_view token) const {
  auto link = find(tx, purpose, token);
  if (!link || !rows_.remove(tx, link->token_hash)) return std::nullopt;
  return link;
}

}  // namespace accounts
