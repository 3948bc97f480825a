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

  // A calendar as it goes out, with a weak tag of what it says: when it was made (DTSTAMP) is no change.
  struct File {
    callboard::Time made_at;
    std::string text, tag;
  };
  static File file_of(const Calendar& calendar);
  static callboard::Response answer(const callboard::Request& request, const File& file, const std::string& kept);
  std::shared_ptr<const File> school_file(callboard::Language language) const;

  const Calendars& calendars_;
  const TeachingParts parts_;
  mutable std::mutex mutex_;
  mutable std::map<callboard::Language, std::shared_ptr<const File>> files_;
};

}  // namespace courses
