// The shows in the database; see ShowRepository.
#pragma once

#include "show_repository.hpp"

namespace theatre_admin {

class SqlShowRepository : public ShowRepository {
 public:
  std::optional<Show> find(callboard::Transaction& tx, ShowId id) const override;
  std::vector<Show> find(callboard::Transaction& tx, const std::vector<std::int64_t>& ids) const override;
  std::vector<Show> upcoming(callboard::Transaction& tx, Time now, const std::optional<ShowCursor>& after,
                             int most) const override;
  std::vector<Show> past(callboard::Transaction& tx, Time now, const std::optional<ShowCursor>& after,
                         int most) const override;
  ShowId add(callboard::Transaction& tx, const Show& show) const override;
  bool any(callboard::Transaction& tx) const override;

  // For tests of their plans.
  static std::string upcoming_statement();
  static std::string past_statement();
};

}  // namespace theatre_admin
