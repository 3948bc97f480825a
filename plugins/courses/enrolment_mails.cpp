#include "enrolment_mails.hpp"

#include <algorithm>
#include <set>

#include <callboard/moment.hpp>

#include "enrolment_mail_words.hpp"
#include "schedule_data.hpp"
#include "sql_course_changes.hpp"

namespace courses {

using namespace callboard;
using nlohmann::json;

struct EnrolmentMails::Story {
  EnrolmentDeed deed{};
  std::string reason;
  std::vector<Enrolment> enrolments;
  Course course;
  std::vector<Lesson> lessons;  // to come
  // Of who was moved from another course: what it was, that course and its lessons to come.
  std::vector<Enrolment> before = {};
  Course left = {};
  std::vector<Lesson> left_lessons = {};
  std::map<UserId, PersonName> names = {};

  std::vector<UserId> students() const {
    std::vector<UserId> users;
    for (const auto& enrolment : enrolments) {
      if (enrolment.user) users.push_back(*enrolment.user);
    }
    return users;
  }
  std::string name_of(UserId user) const {
    const auto found = names.find(user);
    if (found == names.end()) return {};
    return found->second.full_name.empty() ? found->second.name : found->second.full_name;
  }
  // Of all students, or of all but one.
  std::string names_but(std::optional<UserId> user) const {
    std::string all;
    for (const auto& enrolment : enrolments) {
      if (enrolment.user && enrolment.user != user) all += (all.empty() ? "" : ", ") + name_of(*enrolment.user);
    }
    return all;
  }
};

namespace {

// An invitation is the partner's to answer, its end the inviter's to hear of; all else concerns both.
bool concerns(EnrolmentDeed deed, const Enrolment& enrolment) {
  if (deed == EnrolmentDeed::Invited) return !enrolment.inviter;
  if (deed == EnrolmentDeed::Declined) return enrolment.inviter;
  return true;
}

}  // namespace

void EnrolmentMails::tell(Transaction& tx, const Visitor&, const EnrolmentNews& news) {
  const auto story = story_of(tx, news);
  if (!story) return;
  tell_students(tx, *story);
  if (story->deed == EnrolmentDeed::Received) tell_teachers(tx, *story);
}

std::optional<EnrolmentMails::Story> EnrolmentMails::story_of(Transaction& tx, const EnrolmentNews& news) const {
  constexpr auto kAhead = std::chrono::days(366);
  Story story{news.deed, news.reason, parts_.enrolments.enrolments(tx, news.enrolments), {}, {}};
  if (story.enrolments.empty()) return std::nullopt;
  auto course = parts_.courses.course(tx, story.enrolments.front().course);
  if (!course) return std::nullopt;
  story.course = std::move(*course);
  const auto now = parts_.clock.now();
  story.lessons = parts_.courses.lessons(tx, story.course.id, now, now + kAhead);
  story.names = parts_.people.names(tx, story.students());
  if (news.before.empty() || news.before.front().course == story.course.id) return story;
  auto left = parts_.courses.course(tx, news.before.front().course);
  if (!left) return story;
  story.before = news.before;
  story.left = std::move(*left);
  story.left_lessons = parts_.courses.lessons(tx, story.left.id, now, now + kAhead);
  return story;
}

void EnrolmentMails::tell_students(Transaction& tx, const Story& story) const {
  const auto kind = words_for(story.deed, story.enrolments.front(), {}, {}).kind;
  const auto readers = letters_.readers(tx, story.students(), kind);
  for (const auto& enrolment : story.enrolments) {
    if (!enrolment.user || !concerns(story.deed, enrolment)) continue;
    const auto reader = readers.find(*enrolment.user);
    if (reader == readers.end()) continue;
    letters_.send(tx, reader->second, letter(story, enrolment, reader->second.language));
  }
}

Letter EnrolmentMails::letter(const Story& story, const Enrolment& enrolment, Language language) const {
  const auto zone = parts_.site.info()->time_zone;
  const auto words = words_for(story.deed, enrolment, story.course.title, story.names_but(enrolment.user));
  Letter letter{words.subject, words.text, Letters::facts_of(story.course)};
  letter.data["from"] = day_moment(enrolment.starts_on, zone);
  letter.data["to"] = day_moment(enrolment.ends_on, zone);
  letter.data["reason"] = story.reason;
  if (enrolment.state == EnrolmentState::Offered && enrolment.offered_until) {
    letter.data["until"] = moment(*enrolment.offered_until);
  }
  letters_.link(letter.data, words.action, words.path);
  if (!words.with_calendar) return letter;

  std::vector<Lesson> own;
  for (const auto& lesson : story.lessons) {
    const bool takes = takes_part(enrolment, lesson, zone);
    if (takes) own.push_back(lesson);
    // Of who was moved within a course, the lessons that are his no more are cancelled in his calendar.
    if (takes || (story.deed == EnrolmentDeed::Moved && story.before.empty())) {
      letter.events.push_back(letters_.lessons().event(story.course, lesson, language, &enrolment));
    }
  }
  add_left_lessons(letter, story, enrolment, language);
  if (holds_place(enrolment.state)) Letters::show_lessons(letter.data, own);
  return letter;
}

// What was in the calendar by the course that was left is cancelled there: the same events, by a higher number.
void EnrolmentMails::add_left_lessons(Letter& letter, const Story& story, const Enrolment& enrolment,
                                      Language language) const {
  const auto before = std::find_if(story.before.begin(), story.before.end(),
                                   [&](const Enrolment& each) { return each.id == enrolment.id; });
  if (before == story.before.end()) return;
  const auto zone = parts_.site.info()->time_zone;
  for (const auto& lesson : story.left_lessons) {
    if (takes_part(*before, lesson, zone)) {
      letter.events.push_back(letters_.lessons().event(story.left, lesson, language, &enrolment));
    }
  }
}

void EnrolmentMails::tell_teachers(Transaction& tx, const Story& story) const {
  std::vector<UserId> chosen, all;
  for (const auto& teacher : story.course.teachers) {
    if (!teacher.user) continue;
    all.push_back(*teacher.user);
    if (teacher.id == story.enrolments.front().teacher) chosen.push_back(*teacher.user);
  }
  const bool waits = story.enrolments.front().state == EnrolmentState::Waiting;
  Letter letter{_("A new request: {course}").with("course", story.course.title),
                waits ? _("The course is full; this request is on its waiting list.")
                      : _("Somebody would like to join your course. Please confirm or reject the request."),
                {{"course", story.course.title}, {"students", story.names_but(std::nullopt)}}};
  letters_.link(letter.data, _("The course’s students and requests"),
                "/teacher/courses/" + std::to_string(static_cast<std::int64_t>(story.course.id)));
  for (const auto& [user, reader] : letters_.readers(tx, chosen.empty() ? all : chosen, MailKind::Requests)) {
    letters_.send(tx, reader, letter);
  }
}

void EnrolmentMails::course_changed(Transaction& tx, CourseId course, const std::vector<LessonId>& lessons) {
  SqlCourseChanges::note(tx, course, lessons, parts_.clock.now());
}

}  // namespace courses
