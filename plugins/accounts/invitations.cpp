#include "invitations.hpp"

#include <callboard/moment.hpp>

#include "names.hpp"

namespace accounts {

using namespace callboard;

namespace {

constexpr std::chrono::hours kInvitationLifetime{7 * 24};
constexpr int kMostOpen = 200;

Link link_to(const std::string& email, const Visitor& by) {
  Link link;
  link.purpose = LinkPurpose::Invitation;
  link.email = parse_email(email).value();
  link.email_key = email_key(link.email);
  link.role = kTeacher;
  if (by.is_person()) link.created_by = by.user;
  return link;
}

Visitor person(UserId id) {
  Visitor visitor;
  visitor.kind = Visitor::Kind::Person;
  visitor.user = id;
  return visitor;
}

}  // namespace

Faults Invitations::invite(const Visitor& by, const std::string& email, const Client& from) const {
  Faults faults;
  if (auto fault = email_fault(email); !fault.empty()) {
    faults.add("email", std::move(fault));
    return faults;
  }
  const auto link = link_to(email, by);
  return parts_.database.transact([&](Transaction& tx) {
    parts_.administration.require_admin(tx, by);
    Faults found;
    if (parts_.users.find_by_email(tx, link.email_key)) {
      found.add("email", _("There is an account with this address already. Give it the role instead."));
      return found;
    }
    const auto token = parts_.links.issue(tx, link, kInvitationLifetime);
    parts_.audit.record(tx, by, {"invited", "user"});
    parts_.mailer.send(tx, {link.email,
                            _("You are invited as a teacher"),
                            "accounts/mail_invitation",
                            {{"url", parts_.site.info()->url + "/invitation/" + token},
                             {"site", parts_.site.info()->name},
                             {"until", moment(parts_.clock.now() + kInvitationLifetime)}},
                            from.language});
    return found;
  });
}

std::vector<Link> Invitations::open(const Visitor& by) const {
  return parts_.database.read([&](Transaction& tx) {
    parts_.administration.require_admin(tx, by);
    return parts_.links.rows().list(tx, LinkPurpose::Invitation, parts_.clock.now(), kMostOpen);
  });
}

bool Invitations::revoke(const Visitor& by, const std::string& token_hash) const {
  return parts_.database.transact([&](Transaction& tx) {
    parts_.administration.require_admin(tx, by);
    const auto& rows = parts_.links.rows();
    // Only an invitation: other links are their owners' own.
    if (!rows.find(tx, LinkPurpose::Invitation, token_hash, parts_.clock.now())) return false;
    if (!rows.remove(tx, token_hash)) return false;
    parts_.audit.record(tx, by, {"invitation_revoked", "user"});
    return true;
  });
}

std::optional<Link> Invitations::find(const std::string& token) const {
  return parts_.database.read_single([&](Transaction& tx) { return find(tx, token); });
}

std::optional<Link> Invitations::find(Transaction& tx, const std::string& token) const {
  return parts_.links.find(tx, LinkPurpose::Invitation, token);
}

Invitations::Accepted Invitations::accept(const std::string& token, const Acceptance& acceptance) const {
  const auto invitation = find(token);
  if (!invitation) return {true, {}};
  const Registrant registrant{
      acceptance.name, invitation->email, acceptance.password, invitation->role, true, acceptance.client, true};
  auto faults = parts_.registration.faults(registrant);
  if (acceptance.password != acceptance.again) faults.add("password2", _("The two passwords differ."));
  if (faults) return {false, std::move(faults)};

  const auto hash = parts_.hasher.hash(acceptance.password);
  return parts_.database.transact([&](Transaction& tx) -> Accepted {
    auto added = parts_.registration.add(tx, registrant, hash);
    if (!added.user) return {false, std::move(added.faults)};
    // Whoever was quicker with the link has his account; this one is taken back.
    const auto link = parts_.links.spend(tx, LinkPurpose::Invitation, token);
    if (!link) throw Conflict("the invitation was used meanwhile", _("This invitation is used up or has expired."));
    const auto by = link->created_by ? person(*link->created_by) : console();
    parts_.audit.record(
        tx, by,
        {"created", "user", static_cast<std::int64_t>(*added.user), {{"roles", "", registrant.role}}, added.user});
    return {};
  });
}

}  // namespace accounts
