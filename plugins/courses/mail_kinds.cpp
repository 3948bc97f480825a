#include "mail_kinds.hpp"

namespace courses {

using namespace callboard;

const std::vector<MailKindWords>& mail_kinds() {
  static const std::vector<MailKindWords> kinds{
      {MailKind::Received, "received", _("We have your request"),
       _("Without it you see only on the site whether a request arrived.")},
      {MailKind::Decided, "decided", _("Your request is confirmed, rejected or cancelled"),
       _("Without it you may miss the first lesson, or wait for a course that you are not in.")},
      {MailKind::Offers, "offers", _("A place is free for you"),
       _("Without it an offer may lapse before you see it: it is held only for a time.")},
      {MailKind::Partners, "partners", _("Invitations as a pair, and their answers"),
       _("Without it an invitation may lapse before you see it.")},
      {MailKind::Changes, "changes", _("A course or your enrolment has changed"),
       _("Without it you may come at the wrong time or to the wrong hall.")},
      {MailKind::Reminders, "reminders", _("A reminder the day before each lesson"),
       _("Without it only your calendar reminds you.")},
      {MailKind::Messages, "messages", _("Messages of your teachers to the course"),
       _("Without it you do not get what a teacher writes to everybody.")},
      {MailKind::Requests, "requests", _("Somebody asks to join your course"),
       _("For teachers. Without it you see requests only on the site.")}};
  return kinds;
}

std::string_view name_of(MailKind kind) { return mail_kinds().at(static_cast<std::size_t>(kind)).name; }

}  // namespace courses
