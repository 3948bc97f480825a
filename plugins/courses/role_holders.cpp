#include "role_holders.hpp"

#include <algorithm>

namespace courses {

using namespace callboard;

bool RoleHolders::has(Transaction& tx, UserId user, const std::string& role) const {
  if (roles_) return roles_->has(tx, user, role);
  const auto all = people_.with_role(tx, role);
  return std::find(all.begin(), all.end(), user) != all.end();
}

}  // namespace courses
