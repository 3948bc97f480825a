#include "lesson_mails.hpp"

#include <algorithm>

#include "sql_feed_repository.hpp"

namespace courses {

using namespace callboard;

namespace {

// Whoever changes a course usually changes more than one thing.
constexpr auto kQuietTime = std::chrono::minutes(3), kLatest = std::chrono::minutes(15);
constexpr auto kDayBefore = std::chrono::hours(24);
constexpr auto kTooLate = std::chrono::minutes(30);
constexpr auto kRemembered = std::chrono::hours(48);
constexpr auto kYear = std::chrono::days(366);

// By its first plan it was this student's; since then it may have been moved out of his time.
bool was_planned_for(const Enrolment& enrolment, const Lesson& lesson) {
  return (!lesson.teacher || *lesson.teacher == enrolment.teacher) && lesson.planned_on >= enrolment.starts_on &&
         lesson.planned_on <= enrolment.ends_on;
}

// Those that are the student's, and those that were: for him these are cancelled.
std::vector<Lesson> lessons_of(const std::vector<Lesson>& lessons, const Enrolment& enrolment,
                               const std::string& zone) {
  std::vector<Lesson> theirs;
  for (const auto& lesson : lessons) {
    const bool takes = takes_part(enrolment, lesson, zone);
    if (!takes && !was_planned_for(enrolment, lesson)) continue;
    theirs.push_back(lesson);
    if (!takes) theirs.back().cancelled = true;
  }
  return theirs;
}

}  // namespace

int LessonMails::tell_changes() const {
  const auto now = parts_.clock.now();
  const auto due = parts_.database.read_single(
      [&](Transaction& tx) { return SqlCourseChanges::due(tx, now - kQuietTime, now - kLatest); });
  int told = 0;
  for (const auto& change : due) {
    const bool mine = parts_.database.transact([&](Transaction& tx) {
      if (!SqlCourseChanges::take(tx, change)) return false;
      tell_change(tx, change);
      return true;
    });
    if (mine) ++told;
  }
  return told;
}

void LessonMails::tell_change(Transaction& tx, const CourseChange& change) const {
  const auto course = parts_.courses.course(tx, change.course);
  if (!course || course->state == CourseState::Draft) return;
  const auto now = parts_.clock.now();
  auto lessons = parts_.courses.lessons(tx, course->id, now, now + kYear);
  if (!change.everything) {
    std::erase_if(lessons, [&](const Lesson& lesson) { return !change.lessons.contains(lesson.id); });
    if (lessons.empty()) return;  // of the past alone
  }
  const auto zone = parts_.site.info()->time_zone;
  std::map<UserId, Enrolment> students;
  std::vector<UserId> users;
  for (auto& enrolment : parts_.enrolments.of_course(tx, course->id, {EnrolmentState::Confirmed})) {
    if (!enrolment.user || !students.try_emplace(*enrolment.user, enrolment).second) continue;
    users.push_back(*enrolment.user);
  }
  for (const auto& teacher : course->teachers) {
    if (teacher.user && !students.contains(*teacher.user)) users.push_back(*teacher.user);
  }
  for (const auto& [user, reader] : letters_.readers(tx, users, MailKind::Changes)) {
    const auto student = students.find(user);
    const auto* enrolment = student == students.end() ? nullptr : &student->second;
    const auto theirs = enrolment ? lessons_of(lessons, *enrolment, zone) : lessons;
    if (theirs.empty() && !change.everything) continue;
    auto letter = change_letter(*course, theirs);
    for (const auto& lesson : theirs) {
      letter.events.push_back(letters_.lessons().event(*course, lesson, reader.language, enrolment));
    }
    letters_.send(tx, reader, letter);
  }
}

Letter LessonMails::change_letter(const Course& course, const std::vector<Lesson>& lessons) const {
  Letter letter{_("The course has changed: {course}").with("course", course.title),
                _("Something has changed about your course. Now it is:"), Letters::facts_of(course)};
  Letters::show_lessons(letter.data, lessons);
  letters_.link(letter.data, _("The course’s page"),
                "/courses/" + std::to_string(static_cast<std::int64_t>(course.id)));
  return letter;
}

int LessonMails::remind() const {
  const auto now = parts_.clock.now();
  const auto lessons = parts_.database.read_single(
      [&](Transaction& tx) { return SqlFeedRepository::public_lessons(tx, now + kTooLate, now + kDayBefore); });
  parts_.database.transact([&](Transaction& tx) { SqlReminders::forget(tx, now - kRemembered); });
  int sent = 0;
  for (const auto& lesson : lessons) {
    if (lesson.cancelled) continue;
    sent += parts_.database.transact([&](Transaction& tx) { return remind_of(tx, lesson); });
  }
  return sent;
}

int LessonMails::remind_of(Transaction& tx, const Lesson& lesson) const {
  const auto zone = parts_.site.info()->time_zone;
  const auto reminded = SqlReminders::reminded(tx, lesson.id);
  std::map<UserId, Enrolment> students;
  for (auto& enrolment : parts_.enrolments.of_course(tx, lesson.course, {EnrolmentState::Confirmed})) {
    if (enrolment.user && !reminded.contains(*enrolment.user) && takes_part(enrolment, lesson, zone)) {
      students.try_emplace(*enrolment.user, enrolment);
    }
  }
  if (students.empty()) return 0;
  std::vector<UserId> users;
  for (const auto& [user, enrolment] : students) users.push_back(user);
  const auto course = parts_.courses.course(tx, lesson.course);
  const auto readers = letters_.readers(tx, users, MailKind::Reminders);
  int sent = 0;
  for (const auto user : users) {
    // Who wants no reminder is not looked at again either.
    if (!SqlReminders::remember(tx, lesson.id, user, parts_.clock.now())) continue;
    const auto reader = readers.find(user);
    if (reader == readers.end()) continue;
    Letter letter{_("Soon: {course}").with("course", course->title), _("Your next lesson is coming up:"),
                  Letters::facts_of(*course)};
    Letters::show_lessons(letter.data, {lesson});
    letters_.link(letter.data, _("Your enrolments"), "/enrolments");
    letter.events = {letters_.lessons().event(*course, lesson, reader->second.language, &students.at(user))};
    letters_.send(tx, reader->second, letter);
    ++sent;
  }
  return sent;
}

}  // namespace courses
