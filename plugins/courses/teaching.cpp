#include "teaching.hpp"

#include <algorithm>

namespace courses {

using namespace callboard;

namespace {

constexpr auto kBeforeBegin = std::chrono::minutes(30);

bool is_admin(const Visitor& by) { return by.is_console() || by.has_role("admin"); }

void require_teacher(const Visitor& by) {
  if (!is_admin(by) && !by.has_role("teacher")) throw Forbidden("not a teacher");
}

std::string shown_name(const std::map<UserId, PersonName>& names, std::optional<UserId> user) {
  const auto found = user ? names.find(*user) : names.end();
  if (found == names.end()) return {};
  return found->second.full_name.empty() ? found->second.name : found->second.full_name;
}

std::vector<UserId> users_of(const std::vector<Enrolment>& enrolments) {
  std::vector<UserId> users;
  for (const auto& enrolment : enrolments) {
    if (enrolment.user) users.push_back(*enrolment.user);
  }
  return users;
}

// Who came to the lesson and was moved to another course since.
std::vector<EnrolmentId> marked_elsewhere(const LessonRoom& room) {
  std::vector<EnrolmentId> others;
  for (const auto& [id, presence] : room.marks) {
    const bool here = std::any_of(room.students.begin(), room.students.end(),
                                  [id = id](const Enrolment& student) { return student.id == id; });
    if (!here) others.push_back(id);
  }
  return others;
}

}  // namespace

std::string CourseRoom::name_of(std::optional<UserId> user) const { return shown_name(names, user); }

std::string teacher_url(CourseId course) {
  return "/teacher/courses/" + std::to_string(static_cast<std::int64_t>(course));
}

TaughtCourses Teaching::courses(const Visitor& by) const {
  require_teacher(by);
  return parts_.database.read([&](Transaction& tx) {
    TaughtCourses taught;
    std::vector<Course> courses;
    const auto teacher = parts_.courses.teacher_of(tx, by.user);
    taught.linked = teacher || is_admin(by);
    if (is_admin(by)) {
      for (auto& [id, course] : parts_.courses.courses(tx, SqlTeaching::all_courses(tx))) courses.push_back(course);
      std::sort(courses.begin(), courses.end(),
                [](const Course& a, const Course& b) { return a.starts_on > b.starts_on; });
    } else if (teacher) {
      courses = parts_.courses.courses_of(tx, teacher->id);
    }
    std::vector<CourseId> ids;
    for (const auto& course : courses) ids.push_back(course.id);
    const auto counts = SqlTeaching::counts(tx, ids);
    for (auto& course : courses) {
      const auto found = counts.find(course.id);
      taught.courses.push_back({std::move(course), found == counts.end() ? CourseCounts{} : found->second});
    }
    return taught;
  });
}

Course Teaching::own_course(Transaction& tx, const Visitor& by, CourseId id) const {
  require_teacher(by);
  auto course = parts_.courses.course(tx, id);
  if (!course) throw NotFound("course");
  if (is_admin(by)) return *course;
  const auto teacher = parts_.courses.teacher_of(tx, by.user);
  const bool own = teacher && course->state != CourseState::Draft &&
                   std::any_of(course->teachers.begin(), course->teachers.end(),
                               [&](const Teacher& each) { return each.id == teacher->id; });
  if (!own) throw NotFound("a teacher's own course");
  return *course;
}

CourseRoom Teaching::course(const Visitor& by, CourseId id) const {
  constexpr auto kLong = std::chrono::days(5 * 366);
  using enum EnrolmentState;
  return parts_.database.read([&](Transaction& tx) {
    CourseRoom room;
    room.course = own_course(tx, by, id);
    room.enrolments = parts_.enrolments.of_course(tx, id, {Pending, Waiting, Offered, Confirmed, Completed});
    room.moves = parts_.enrolments.moves_of_course(tx, id);
    std::vector<EnrolmentId> movers;
    for (const auto& move : room.moves) movers.push_back(move.enrolment);
    auto users = users_of(room.enrolments);
    for (auto& enrolment : parts_.enrolments.enrolments(tx, movers)) {
      if (enrolment.user) users.push_back(*enrolment.user);
      room.movers.emplace(enrolment.id, enrolment);
    }
    const auto now = parts_.clock.now();
    room.lessons = parts_.courses.lessons(tx, id, now - kLong, now + kLong);
    room.tallies = SqlTeaching::tallies(tx, id);
    room.messages = SqlTeaching::messages(tx, id);
    for (const auto& message : room.messages) {
      if (message.author) users.push_back(*message.author);
    }
    room.names = parts_.people.names(tx, users);
    room.addresses = parts_.people.addresses(tx, users);
    return room;
  });
}

LessonRoom Teaching::read_lesson(Transaction& tx, const Visitor& by, LessonId id) const {
  require_teacher(by);
  auto lesson = parts_.courses.lesson(tx, id);
  if (!lesson) throw NotFound("lesson");
  LessonRoom room{own_course(tx, by, lesson->course), std::move(*lesson), false, {}, {}, {}};
  room.begun = !room.lesson.cancelled && parts_.clock.now() >= room.lesson.starts_at - kBeforeBegin;
  room.marks = SqlTeaching::marks(tx, id);
  const auto zone = parts_.site.info()->time_zone;
  using enum EnrolmentState;
  for (auto& enrolment : parts_.enrolments.of_course(tx, room.course.id, {Confirmed, Completed, Cancelled})) {
    const bool marked = room.marks.contains(enrolment.id);
    const bool took_part = enrolment.state != Cancelled && takes_part(enrolment, room.lesson, zone) &&
                           enrolment.created_at < room.lesson.ends_at;
    if (marked || took_part) room.students.push_back(std::move(enrolment));
  }
  for (auto& enrolment : parts_.enrolments.enrolments(tx, marked_elsewhere(room))) {
    room.students.push_back(std::move(enrolment));
  }
  room.names = parts_.people.names(tx, users_of(room.students));
  std::stable_sort(room.students.begin(), room.students.end(), [&](const Enrolment& a, const Enrolment& b) {
    return shown_name(room.names, a.user) < shown_name(room.names, b.user);
  });
  return room;
}

LessonRoom Teaching::lesson(const Visitor& by, LessonId id) const {
  return parts_.database.read([&](Transaction& tx) { return read_lesson(tx, by, id); });
}

bool Teaching::mark(const Visitor& by, LessonId id, const Marks& marks) const {
  return parts_.database.transact([&](Transaction& tx) {
    const auto room = read_lesson(tx, by, id);
    if (!room.begun) return false;
    Marks theirs;
    for (const auto& student : room.students) {
      const auto found = marks.find(student.id);
      if (found != marks.end()) theirs.insert(*found);
    }
    SqlTeaching::mark(tx, id, theirs, by.user, parts_.clock.now());
    parts_.audit.record(tx, by, {"attendance_marked", "lesson", static_cast<std::int64_t>(id)});
    return true;
  });
}

int Teaching::write_to(const Visitor& by, CourseId id, const std::string& subject, const std::string& body) const {
  static const RateLimit kMessages{"courses.messages", 5, std::chrono::minutes(10)};
  require_teacher(by);
  parts_.limiter.require(kMessages, std::to_string(static_cast<std::int64_t>(by.user)));
  return parts_.database.transact([&](Transaction& tx) {
    const auto course = own_course(tx, by, id);
    const auto students = users_of(parts_.enrolments.of_course(tx, id, {EnrolmentState::Confirmed}));
    const auto readers = letters_.readers(tx, students, MailKind::Messages);
    Letter letter{_("{course}: {subject}").with("course", course.title).with("subject", subject),
                  _("{name} writes to everybody in the course “{course}”:")
                      .with("name", shown_name(parts_.people.names(tx, {by.user}), by.user))
                      .with("course", course.title),
                  {{"body", body}}};
    letters_.link(letter.data, _("The course’s page"), "/courses/" + std::to_string(static_cast<std::int64_t>(id)));
    for (const auto& [user, reader] : readers) letters_.send(tx, reader, letter);
    const auto count = static_cast<int>(readers.size());
    SqlTeaching::add_message(tx, id, {by.user, subject, body, count, parts_.clock.now()});
    parts_.audit.record(tx, by, {"message_sent", "course", static_cast<std::int64_t>(id)});
    return count;
  });
}

CourseId Teaching::course_of(const Visitor& by, EnrolmentId id) const {
  return parts_.database.read([&](Transaction& tx) {
    require_teacher(by);
    const auto enrolment = parts_.enrolments.enrolment(tx, id);
    if (!enrolment) throw NotFound("enrolment");
    return own_course(tx, by, enrolment->course).id;
  });
}

}  // namespace courses
