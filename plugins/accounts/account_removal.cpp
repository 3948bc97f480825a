#include "account_removal.hpp"

namespace accounts {

using namespace callboard;

Removal AccountRemoval::remove(Transaction& tx, UserId id) const {
  directory_.lock_admins(tx);
  users_.lock(tx, id);
  const auto user = users_.find(tx, id);
  if (!user) return Removal::NoSuchUser;
  if (directory_.is_last_admin(tx, *user)) return Removal::LastAdmin;
  data_.erase(tx, id);
  users_.remove(tx, id);
  return Removal::Done;
}

}  // namespace accounts
