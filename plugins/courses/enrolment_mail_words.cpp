#include "enrolment_mail_words.hpp"

namespace courses {

using callboard::_;
using callboard::Text;

namespace {

std::string page_of(const Enrolment& enrolment) {
  return "/enrolments/" + std::to_string(static_cast<std::int64_t>(enrolment.id));
}

MailWords received(const Enrolment& enrolment) {
  if (enrolment.state == EnrolmentState::Waiting) {
    return {MailKind::Received, _("You are on the waiting list: {course}"),
            _("The course is full for now, so you are on its waiting list. As soon as a place is free for you, you get "
              "a mail."),
            true};
  }
  return {MailKind::Received, _("We have your request: {course}"),
          _("Your request has arrived. As soon as it is decided, you get a mail."), true};
}

MailWords invited(const Enrolment& enrolment, const std::string& others) {
  return {MailKind::Partners,
          _("{name} invites you: {course}").with("name", others),
          _("{name} would like to take this course together with you. Say whether you come along; until then nothing "
            "is asked of the school.")
              .with("name", others),
          false,
          _("Accept or decline"),
          page_of(enrolment) + "/invitation"};
}

MailWords completed(const Enrolment& enrolment) {
  return {MailKind::Decided,
          _("The course is over: {course}"),
          _("Your course is over. Thank you for coming!"),
          false,
          _("The course’s page"),
          "/courses/" + std::to_string(static_cast<std::int64_t>(enrolment.course))};
}

MailWords of_deed(EnrolmentDeed deed, const Enrolment& enrolment, const std::string& others) {
  switch (deed) {
    case EnrolmentDeed::Received:
    case EnrolmentDeed::Waits: return received(enrolment);
    case EnrolmentDeed::Invited: return invited(enrolment, others);
    case EnrolmentDeed::Declined:
      return {MailKind::Partners, _("You will not be a pair: {course}"),
              _("Your partner has declined, or has not answered in time, so this request has ended. You may ask again, "
                "alone or with somebody else.")};
    case EnrolmentDeed::Offered:
      return {MailKind::Offers, _("A place is free for you: {course}"),
              _("A place is held for you. Accept it in time, or it goes to the next in line."), true};
    case EnrolmentDeed::Lapsed:
      return {MailKind::Offers, _("The place went to the next in line: {course}"),
              _("The place that was held for you was declined or not accepted in time."), true};
    case EnrolmentDeed::Confirmed:
      return {MailKind::Decided, _("Your place is confirmed: {course}"),
              _("Your place in this course is confirmed. We look forward to seeing you."), true};
    case EnrolmentDeed::Rejected:
      return {MailKind::Decided, _("Your request was rejected: {course}"),
              _("We are sorry: your request for this course was rejected."), true};
    case EnrolmentDeed::Cancelled:
      return {MailKind::Decided, _("Your enrolment is cancelled: {course}"),
              _("Your enrolment for this course is cancelled; its lessons take place without you."), true};
    case EnrolmentDeed::Moved:
      return {MailKind::Changes, _("You have been moved: {course}"), _("You were moved as you asked. Now it is:"),
              true};
    case EnrolmentDeed::MoveDeclined:
      return {MailKind::Changes, _("Your enrolment stays as it is: {course}"),
              _("Your wish to move cannot be met. Your enrolment stays as it is.")};
    case EnrolmentDeed::Completed: return completed(enrolment);
  }
  return {};
}

}  // namespace

MailWords words_for(EnrolmentDeed deed, const Enrolment& enrolment, const std::string& course,
                    const std::string& others) {
  auto words = of_deed(deed, enrolment, others);
  words.subject = words.subject.with("course", course);
  if (words.action.empty()) words.action = _("Your enrolments");
  return words;
}

}  // namespace courses
