#include "administration.hpp"

#include "names.hpp"

namespace accounts {

using namespace callboard;

namespace {

std::string joined(const std::vector<std::string>& roles) {
  std::string text;
  for (const auto& role : roles) text += (text.empty() ? "" : ", ") + role;
  return text;
}

// Sorted, each once.
std::vector<std::string> tidy(std::vector<std::string> roles) {
  std::sort(roles.begin(), roles.end());
  roles.erase(std::unique(roles.begin(), roles.end()), roles.end());
  return roles;
}

bool are_roles(const std::vector<std::string>& roles) {
  return std::all_of(roles.begin(), roles.end(),
                     [](const auto& role) { return std::find(kRoles.begin(), kRoles.end(), role) != kRoles.end(); });
}

}  // namespace

Administration::Outcome Administration::set_roles(const Visitor& by, UserId id, std::vector<std::string> roles,
                                                  const Client& from) const {
  return parts_.database.transact([&](Transaction& tx) { return set_roles(tx, by, id, roles, from); });
}

Administration::Outcome Administration::disable(const Visitor& by, UserId id, const Client& from) const {
  return parts_.database.transact([&](Transaction& tx) { return disable(tx, by, id, from); });
}

Administration::Outcome Administration::enable(const Visitor& by, UserId id, const Client& from) const {
  return parts_.database.transact([&](Transaction& tx) { return enable(tx, by, id, from); });
}

void Administration::unlock(const Visitor& by, UserId id, const Client& from) const {
  parts_.database.transact([&](Transaction& tx) { note_unlocked(tx, by, id, from); });
  forgive(id);
}

Administration::Outcome Administration::remove(const Visitor& by, UserId id) const {
  return parts_.database.transact([&](Transaction& tx) { return remove(tx, by, id); });
}

Administration::Outcome Administration::set_roles(Transaction& tx, const Visitor& by, UserId id,
                                                  std::vector<std::string> roles, const Client& from) const {
  roles = tidy(std::move(roles));
  if (!are_roles(roles)) return Outcome::NoRole;
  parts_.directory.lock_admins(tx);
  require_admin(tx, by);
  const auto user = locked(tx, id);
  const auto before = tidy(user.roles);
  if (before == roles) return Outcome::Unchanged;
  const bool loses = std::find(roles.begin(), roles.end(), kAdmin) == roles.end();
  if (loses && parts_.directory.is_last_admin(tx, user)) return Outcome::LastAdmin;
  if (roles.empty()) return Outcome::NoRole;
  for (const auto& role : before) parts_.users.remove_role(tx, id, role);
  for (const auto& role : roles) parts_.users.add_role(tx, id, role);
  audit(tx, by, "roles_changed", id, {{"roles", joined(before), joined(roles)}});
  parts_.changes.announce(tx, user, Event::RolesChanged, from, kNoSession, actor(by, id));
  return Outcome::Done;
}

bool Administration::lock_roles(Transaction& tx, UserId id) const {
  parts_.directory.lock_admins(tx);
  return parts_.users.lock(tx, id);
}

Administration::Outcome Administration::disable(Transaction& tx, const Visitor& by, UserId id,
                                                const Client& from) const {
  parts_.directory.lock_admins(tx);
  require_admin(tx, by);
  const auto user = locked(tx, id);
  if (user.disabled_at) return Outcome::Unchanged;
  if (parts_.directory.is_last_admin(tx, user)) return Outcome::LastAdmin;
  parts_.users.set_disabled(tx, id, parts_.clock.now());
  audit(tx, by, "disabled", id);
  parts_.changes.announce(tx, user, Event::Disabled, from, kNoSession, actor(by, id));
  return Outcome::Done;
}

Administration::Outcome Administration::enable(Transaction& tx, const Visitor& by, UserId id,
                                               const Client& from) const {
  require_admin(tx, by);
  const auto user = locked(tx, id);
  if (!user.disabled_at) return Outcome::Unchanged;
  parts_.users.set_disabled(tx, id, std::nullopt);
  audit(tx, by, "enabled", id);
  parts_.journal.write(tx, id, Event::Enabled, from, parts_.clock.now(), actor(by, id));
  parts_.changes.mail(tx, user, user.email, Event::Enabled, from);
  return Outcome::Done;
}

void Administration::note_unlocked(Transaction& tx, const Visitor& by, UserId id, const Client& from) const {
  require_admin(tx, by);
  locked(tx, id);
  audit(tx, by, "unlocked", id);
  parts_.journal.write(tx, id, Event::Unlocked, from, parts_.clock.now(), actor(by, id));
}

void Administration::forgive(UserId id) const {
  parts_.limits.forgive(id);
  parts_.second_factors.forgive(id);
}

Administration::Outcome Administration::remove(Transaction& tx, const Visitor& by, UserId id) const {
  parts_.directory.lock_admins(tx);
  require_admin(tx, by);
  const auto user = locked(tx, id);
  if (parts_.removal.remove(tx, id) == Removal::LastAdmin) return Outcome::LastAdmin;
  audit(tx, by, "deleted", id);
  if (!user.email.empty()) {
    parts_.mailer.send(tx, {user.email,
                            _("Your account was deleted"),
                            "accounts/mail_deleted",
                            {{"name", user.full_name.empty() ? user.name : user.full_name}},
                            user.language});
  }
  return Outcome::Done;
}

Registered Administration::add(const Visitor& by, const Registrant& registrant) const {
  parts_.database.read_single([&](Transaction& tx) { require_admin(tx, by); });
  if (auto found = parts_.registration.faults(registrant)) return {{}, std::move(found), false};
  const auto hash = parts_.hasher.hash(registrant.password);
  return parts_.database.transact([&](Transaction& tx) {
    require_admin(tx, by);
    auto added = parts_.registration.add(tx, registrant, hash);
    if (added.user) audit(tx, by, "created", *added.user, {{"roles", "", registrant.role}});
    return added;
  });
}

Administration::Changed Administration::change(const Visitor& by, UserId id, const Change& change,
                                               const Client& from) const {
  const auto owner = parts_.database.read([&](Transaction& tx) {
    require_admin(tx, by);
    return parts_.users.find(tx, id);
  });
  if (!owner) throw NotFound("user");
  if (auto found = faults(*owner, change)) return {std::move(found), false};

  const auto hash = change.password ? parts_.hasher.hash(*change.password) : std::string();
  return parts_.database.transact([&](Transaction& tx) -> Changed {
    require_admin(tx, by);
    const auto user = locked(tx, id);
    if (change.name && !rename(tx, by, user, tidy_user_name(*change.name), from)) return {{}, true};
    if (change.password) {
      parts_.users.set_password(tx, id, hash);
      audit(tx, by, "password_set", id);
      const auto kept = by.is_person() && by.user == id ? session_of(by) : kNoSession;
      parts_.changes.announce(tx, user, Event::PasswordChanged, from, kept, actor(by, id));
    }
    return {};
  });
}

Faults Administration::faults(const User& user, const Change& change) const {
  Faults faults;
  const auto name = change.name ? tidy_user_name(*change.name) : user.name;
  if (change.name) {
    if (auto fault = user_name_fault(name); !fault.empty()) faults.add("username", std::move(fault));
  }
  if (change.password) {
    if (auto fault = parts_.rules.fault(*change.password, name, user.email); !fault.empty()) {
      faults.add("password", std::move(fault));
    }
  }
  return faults;
}

bool Administration::rename(Transaction& tx, const Visitor& by, const User& user, const std::string& name,
                            const Client& from) const {
  require_admin(tx, by);
  if (name == user.name) return true;
  if (!parts_.users.set_name(tx, user.id, name, user_name_key(name))) return false;
  audit(tx, by, "renamed", user.id, {{"name", user.name, name}});
  parts_.journal.write(tx, user.id, Event::NameChanged, from, parts_.clock.now(), actor(by, user.id));
  return true;
}

void Administration::require_admin(Transaction& tx, const Visitor& by) const {
  if (by.is_console()) return;
  const auto admin = by.is_person() ? parts_.users.find(tx, by.user) : std::nullopt;
  if (!admin || admin->disabled_at || !admin->has_role(kAdmin)) throw Forbidden("accounts: no admin, or no more");
}

User Administration::locked(Transaction& tx, UserId id) const {
  parts_.users.lock(tx, id);
  auto user = parts_.users.find(tx, id);
  if (!user) throw NotFound("user");
  return std::move(*user);
}

void Administration::audit(Transaction& tx, const Visitor& by, const char* action, UserId id,
                           std::vector<AuditChange> changes) const {
  parts_.audit.record(tx, by, {action, "user", static_cast<std::int64_t>(id), std::move(changes), id});
}

}  // namespace accounts
