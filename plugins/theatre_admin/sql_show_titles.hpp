// The titles of shows, for other plugins; see ShowTitles. Thread-safe.
#pragma once

#include "api/theatre_admin/show_titles.hpp"

namespace theatre_admin {

class SqlShowTitles : public ShowTitles {
 public:
  std::map<std::int64_t, std::string> titles(callboard::Transaction& tx,
                                             const std::vector<std::int64_t>& shows) const override;
  std::vector<ShowChoice> latest(callboard::Transaction& tx, int most) const override;

  // For tests of their plans.
  static std::string latest_statement();
  static std::string titles_statement(const std::vector<std::int64_t>& shows);
};

}  // namespace theatre_admin
