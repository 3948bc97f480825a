// The shows as they are kept. Every function runs inside the caller's transaction. Thread-safe.
#pragma once

#include <cstdint>
#include <vector>

#include <callboard/database.hpp>

#include "show.hpp"

namespace theatre_admin {

class ShowRepository {
 public:
  virtual ~ShowRepository() = default;

  virtual std::optional<Show> find(callboard::Transaction& tx, ShowId id) const = 0;
  // Those of them that are there, drafts too; in one statement.
  virtual std::vector<Show> find(callboard::Transaction& tx, const std::vector<std::int64_t>& ids) const = 0;
  // Those that begin at `now` or later and come behind `after`, the next one first; no drafts. At most `most`.
  virtual std::vector<Show> upcoming(callboard::Transaction& tx, Time now, const std::optional<ShowCursor>& after,
                                     int most) const = 0;
  // Those that began before `now`, the latest first; no drafts.
  virtual std::vector<Show> past(callboard::Transaction& tx, Time now, const std::optional<ShowCursor>& after,
                                 int most) const = 0;
  // `show.id` does not count.
  virtual ShowId add(callboard::Transaction& tx, const Show& show) const = 0;
  virtual bool any(callboard::Transaction& tx) const = 0;
};

}  // namespace theatre_admin
