// An iCalendar text (RFC 5545) of events in one time zone, by libical, which folds its lines and escapes its texts.
// A pure function; thread-safe.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <callboard/services.hpp>

namespace courses {

enum class EventStatus { Tentative, Confirmed, Cancelled };

struct CalendarEvent {
  std::string uid;   // "lesson-17@school.example": the same as long as there is such a lesson
  int sequence = 0;  // grows with every change that people were told of
  EventStatus status = EventStatus::Confirmed;
  callboard::Time starts_at, ends_at;
  std::string summary;
  std::string location = {};  // or empty, as those below
  std::string description = {};
  std::string url = {};
  std::optional<callboard::Time> changed_at = {};
};

struct Calendar {
  std::string name;
  std::string zone;  // IANA name
  callboard::Time made_at;
  std::vector<CalendarEvent> events = {};
  // For a mail: who publishes it ("noreply@school.example"). A mail's events have different UIDs and ask for no answer,
  // so its method is PUBLISH (RFC 5546, 3.2.1), cancelled events included: REQUEST and CANCEL are about one UID each,
  // and mail programs that get several take the first and drop the rest. Empty: a feed, which has no method.
  std::string publisher = {};
};

// Throws std::runtime_error for an unknown zone.
std::string calendar_text(const Calendar& calendar);

}  // namespace courses
