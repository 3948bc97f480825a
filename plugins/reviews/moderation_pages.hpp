// /admin/reviews: the queue, and one review of it. Thread-safe.
#pragma once

#include <callboard/router.hpp>

#include <theatre_admin/admin_pages.hpp>

#include "moderation.hpp"

namespace reviews {

class ModerationPages {
 public:
  ModerationPages(const Moderation& moderation, const theatre_admin::AdminPages& pages)
      : moderation_(moderation), pages_(pages) {}

  void add_routes(callboard::Routes& routes);

 private:
  // ?show=pending|reported|approved|rejected|all, ?after=CURSOR
  callboard::Response queue(const callboard::Request& request, const callboard::Visitor& visitor) const;
  // Fields `show`, `review` (each "ID:VERSION"), `action`, `reason`; or `approve` for one alone.
  callboard::Response decide_many(const callboard::Request& request, const callboard::Visitor& visitor) const;
  callboard::Response item(const callboard::Request& request, const callboard::Visitor& visitor) const;
  callboard::Response keep_open(const callboard::Request& request, const callboard::Visitor& visitor) const;
  // Fields `version`, and `text`, `reason` or `reply`.
  callboard::Response decide(const callboard::Request& request, const callboard::Visitor& visitor,
                             Moderation::Wish wish, const char* field) const;

  struct Typed {
    std::string field, text;
    callboard::Faults faults;
  };
  callboard::Response show_queue(const callboard::Visitor& visitor, QueueView view, const std::optional<Cursor>& after,
                                 const callboard::Form* typed, const callboard::Faults& faults,
                                 callboard::HttpStatus status) const;
  callboard::Response show_item(const callboard::Visitor& visitor, ReviewId id, const Typed& typed,
                                callboard::HttpStatus status) const;

  const Moderation& moderation_;
  const theatre_admin::AdminPages& pages_;
};

}  // namespace reviews
