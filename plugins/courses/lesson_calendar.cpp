#include "lesson_calendar.hpp"

#include <algorithm>

#include <callboard/local_time.hpp>

namespace courses {

using namespace callboard;

namespace {

// "https://school.example:8443/path" -> "school.example".
std::string host_of(const std::string& url) {
  const auto scheme = url.find("://");
  const auto begin = scheme == std::string::npos ? 0 : scheme + 3;
  if (begin < url.size() && url[begin] == '[') return "localhost";  // an address literal is no name
  return url.substr(begin, url.find_first_of(":/", begin) - begin);
}

EventStatus status_of(const Lesson& lesson, const Enrolment* enrolment, const std::string& zone) {
  if (lesson.cancelled) return EventStatus::Cancelled;
  if (enrolment == nullptr) return EventStatus::Confirmed;
  switch (enrolment->state) {
    case EnrolmentState::Confirmed:
    case EnrolmentState::Completed:
      return takes_part(*enrolment, lesson, zone) ? EventStatus::Confirmed : EventStatus::Cancelled;
    case EnrolmentState::Rejected:
    case EnrolmentState::Cancelled: return EventStatus::Cancelled;
    default: return EventStatus::Tentative;
  }
}

}  // namespace

bool takes_part(const Enrolment& enrolment, const Lesson& lesson, const std::string& zone) {
  if (enrolment.course != lesson.course || (lesson.teacher && *lesson.teacher != enrolment.teacher)) return false;
  const auto day = wall_clock(lesson.starts_at, zone).date;
  return day >= enrolment.starts_on && day <= enrolment.ends_on;
}

std::vector<Teacher> teachers_of(const Course& course, const Lesson& lesson) {
  if (!lesson.teacher) return course.teachers;
  std::vector<Teacher> own;
  for (const auto& teacher : course.teachers) {
    if (teacher.id == *lesson.teacher) own.push_back(teacher);
  }
  return own;
}

std::string names_of(const std::vector<Teacher>& teachers) {
  std::string names;
  for (const auto& teacher : teachers) names += (names.empty() ? "" : ", ") + teacher.full_name;
  return names;
}

Calendar LessonCalendar::feed(const Text& name, Language language) const {
  const auto site = site_.info();
  return {site->name + ": " + view_.translate(name, language), site->time_zone, clock_.now()};
}

Calendar LessonCalendar::in_mail() const {
  const auto site = site_.info();
  return {.name = site->name,
          .zone = site->time_zone,
          .made_at = clock_.now(),
          .publisher = "noreply@" + host_of(site->url)};
}

CalendarEvent LessonCalendar::event(const Course& course, const Lesson& lesson, Language language,
                                    const Enrolment* enrolment) const {
  const auto site = site_.info();
  const auto& url = site->url;
  CalendarEvent event;
  event.uid = "lesson-" + std::to_string(static_cast<std::int64_t>(lesson.id)) + "@" + host_of(url);
  event.sequence = lesson.sequence + course.sequence + (enrolment ? enrolment->sequence : 0);
  event.status = status_of(lesson, enrolment, site->time_zone);
  event.starts_at = lesson.starts_at;
  event.ends_at = lesson.ends_at;
  event.summary = course.title;
  event.location = lesson.hall ? lesson.hall->name : "";
  const auto teachers = names_of(teachers_of(course, lesson));
  if (!teachers.empty()) {
    event.description = view_.translate(_("Teachers: {names}").with("names", teachers), language);
  }
  if (enrolment && event.status == EventStatus::Tentative) {
    event.description += '\n' + view_.translate(_("Your request is not decided yet."), language);
  }
  if (!lesson.note.empty()) event.description += '\n' + lesson.note;
  event.url = url + "/courses/" + std::to_string(static_cast<std::int64_t>(course.id));
  // Whatever raised its number last.
  const auto changed = std::max({course.changed_at, lesson.changed_at, enrolment ? enrolment->changed_at : Time{}});
  if (changed != Time{}) event.changed_at = changed;
  return event;
}

}  // namespace courses
