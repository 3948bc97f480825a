// The shows of the playbill for plugins whose records belong to one: their titles, and those that a form offers. Asked
// for when all plugins have registered (`all.find<theatre_admin::ShowTitles>()`), since they register in any order.
// Thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <callboard/database.hpp>
#include <callboard/services.hpp>

namespace theatre_admin {

struct ShowChoice {
  std::int64_t id = 0;
  std::string title;
  callboard::Time starts_at;
};

// Drafts are in neither.
class ShowTitles {
 public:
  static constexpr std::string_view kService = "theatre_admin.show_titles/1";

  virtual ~ShowTitles() = default;

  // Those of them that there are.
  virtual std::map<std::int64_t, std::string> titles(callboard::Transaction& tx,
                                                     const std::vector<std::int64_t>& shows) const = 0;
  // The latest first, at most `most`.
  virtual std::vector<ShowChoice> latest(callboard::Transaction& tx, int most) const = 0;
};

}  // namespace theatre_admin
