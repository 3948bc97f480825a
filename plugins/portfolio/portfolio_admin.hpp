// Portfolios in the administration: what there is, taking down and restoring with a reason, who uses how much. What is
// private shows neither its title nor its content here.
#pragma once

#include <callboard/admin.hpp>

#include "foundation.hpp"
#include "item.hpp"

namespace portfolio {

// Lives as long as the resources that it declares.
class PortfolioAdmin {
 public:
  explicit PortfolioAdmin(const Foundation& foundation) : foundation_(foundation) {}

  callboard::AdminResource items() const;
  callboard::AdminResource storage() const;

  // Inside the caller's transaction; the owner is mailed.
  void take_down(callboard::Transaction& tx, const callboard::Visitor& by, ItemId id, const std::string& why) const;
  void restore(callboard::Transaction& tx, const callboard::Visitor& by, ItemId id) const;

 private:
  void mail(callboard::Transaction& tx, const Item& item, const callboard::Text& subject, const char* page,
            const std::string& why) const;

  const Foundation& foundation_;
};

}  // namespace portfolio
