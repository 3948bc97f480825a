// The playbill as people read it. Thread-safe.
#pragma once

#include <vector>

#include <callboard/visitor.hpp>

#include "show_repository.hpp"

namespace theatre_admin {

class Shows {
 public:
  Shows(callboard::Database& database, const ShowRepository& rows, const callboard::Clock& clock)
      : database_(database), rows_(rows), clock_(clock) {}

  static constexpr int kPage = 24;

  struct Page {
    std::vector<Show> shows;
    std::optional<ShowCursor> next;  // where there are more
  };
  // Those to come, the next one first; or those that were, the latest first.
  Page list(const callboard::Visitor& visitor, bool past, const std::optional<ShowCursor>& after) const;
  std::vector<Show> next(const callboard::Visitor& visitor, int most) const;
  // Throws NotFound; a draft is there for administrators alone.
  Show show(const callboard::Visitor& visitor, ShowId id) const;
  bool is_over(const Show& show) const { return show.starts_at < clock_.now(); }

 private:
  callboard::Database& database_;
  const ShowRepository& rows_;
  const callboard::Clock& clock_;
};

}  // namespace theatre_admin
