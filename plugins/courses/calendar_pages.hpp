// The calendars' addresses: /schedule.ics, /calendar/{token}.ics, and the page on which one gets one's own.
// Thread-safe.
#pragma once

#include <callboard/router.hpp>

#include "calendars.hpp"

namespace courses {

class CalendarPages {
 public:
  CalendarPages(const Calendars& calendars, const TeachingParts& parts) : calendars_(calendars), parts_(parts) {}

  void add_routes(callboard::Routes& routes);

 private:
  callboard::Response schedule(const callboard::Request& request) const;
  callboard::Response own_feed(const callboard::Request& request) const;
  callboard::Response page(const callboard::Request& request, const callboard::Visitor& visitor) const;
  callboard::Response renew(const callboard::Request& request, const callboard::Visitor& visitor) const;

  const Calendars& calendars_;
  const TeachingParts parts_;
};

}  // namespace courses
