#include "account_roles.hpp"

#include <stdexcept>

#include "client.hpp"
#include "sql_people_names.hpp"

namespace accounts {

using namespace callboard;

bool AccountRoles::has(Transaction& tx, UserId user, std::string_view role) const {
  return SqlPeopleNames::has_role(tx, user, std::string(role));
}

bool AccountRoles::give(Transaction& tx, const AdminCall& call, UserId user, std::string_view role) {
  auto roles = roles_of(tx, user);
  roles.emplace_back(role);
  return set(tx, call, user, std::move(roles));
}

bool AccountRoles::take(Transaction& tx, const AdminCall& call, UserId user, std::string_view role) {
  auto roles = roles_of(tx, user);
  std::erase(roles, role);
  if (roles.empty()) roles.emplace_back(kStudent);
  return set(tx, call, user, std::move(roles));
}

std::vector<std::string> AccountRoles::roles_of(Transaction& tx, UserId user) const {
  administration_.lock_roles(tx, user);
  const auto found = users_.find(tx, user);
  if (!found) throw NotFound("user");
  return found->roles;
}

bool AccountRoles::set(Transaction& tx, const AdminCall& call, UserId user, std::vector<std::string> roles) const {
  switch (administration_.set_roles(tx, call.by, user, std::move(roles), client_of(call.request))) {
    case Administration::Outcome::Done: return true;
    case Administration::Outcome::Unchanged: return false;
    case Administration::Outcome::NoRole: throw std::invalid_argument("there is no such role");
    case Administration::Outcome::LastAdmin: break;
  }
  throw AdminRefusal(_("This is the last administrator. Make somebody else one first."));
}

}  // namespace accounts
