#include "holder_data.hpp"

#include "holders_admin.hpp"
#include "sql_holder_data.hpp"
#include "sql_holder_office.hpp"

namespace key_cabinet {

using namespace callboard;

PersonalData HolderData::part() const {
  return {"key_cabinet", [](Transaction& tx, UserId user) { return SqlHolderData::collect(tx, user); },
          [this](Transaction& tx, UserId user) { erase(tx, user); }};
}

// Whoever has keys must be known by name until they are back.
void HolderData::erase(Transaction& tx, UserId user) const {
  const auto holder = SqlHolderData::holder_of(tx, user);
  if (!holder) return;
  if (SqlHolderOffice::keys_out(tx, *holder).empty()) {
    forget(tx, *holder);
  } else {
    SqlHolderData::mark_leaving(tx, *holder);
  }
}

void HolderData::forget_leavers() const {
  database_.transact([&](Transaction& tx) {
    for (const auto holder : SqlHolderData::leavers_without_keys(tx)) forget(tx, holder);
  });
}

void HolderData::forget(Transaction& tx, HolderId holder) const {
  if (SqlHolderOffice::has_history(tx, holder)) {
    SqlHolderOffice::forget(tx, holder);
  } else {
    SqlHolderOffice::erase(tx, holder);
  }
  search_.remove(tx, kHolderRecord, static_cast<std::int64_t>(holder));
}

}  // namespace key_cabinet
