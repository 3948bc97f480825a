// What a teacher does with his courses: looks at students and requests, writes down who came, writes to everybody. An
// administrator does the same with all courses; another teacher's course is as good as none. Thread-safe.
#pragma once

#include <map>

#include "letters.hpp"
#include "sql_teaching.hpp"
#include "teaching_parts.hpp"

namespace courses {

struct TaughtCourse {
  Course course;
  CourseCounts counts;
};

struct TaughtCourses {
  bool linked = false;  // the account is a teacher's; administrators need no such link
  std::vector<TaughtCourse> courses;
};

// A course with its people: what all pages about it show.
struct CourseRoom {
  Course course;
  std::vector<Enrolment> enrolments;  // pending, waiting, offered, confirmed and completed ones
  std::vector<MoveRequest> moves;
  std::map<EnrolmentId, Enrolment> movers;  // of the wishes to move, wherever they are now
  std::vector<Lesson> lessons;
  std::map<EnrolmentId, Tally> tallies;
  std::vector<CourseMessage> messages;
  std::map<callboard::UserId, callboard::PersonName> names;
  std::map<callboard::UserId, callboard::PersonAddress> addresses;

  std::string name_of(std::optional<callboard::UserId> user) const;  // the full name, or the user name; or empty
};

struct LessonRoom {
  Course course;
  Lesson lesson;
  bool begun = false;               // attendance is written from half an hour before the beginning
  std::vector<Enrolment> students;  // those who take part and had asked before it was over
  std::map<EnrolmentId, Presence> marks;
  std::map<callboard::UserId, callboard::PersonName> names;
};

std::string teacher_url(CourseId course);  // the path of its page

class Teaching {
 public:
  Teaching(const TeachingParts& parts, const Letters& letters) : parts_(parts), letters_(letters) {}

  // Throws Forbidden for who is neither teacher nor administrator, as all of these.
  TaughtCourses courses(const callboard::Visitor& by) const;
  // Throws NotFound for another teacher's, as those below.
  CourseRoom course(const callboard::Visitor& by, CourseId id) const;
  LessonRoom lesson(const callboard::Visitor& by, LessonId id) const;
  // False where it has not begun yet or is cancelled. Marks of others than its students are ignored.
  bool mark(const callboard::Visitor& by, LessonId id, const Marks& marks) const;
  // To confirmed students. How many get it. Throws TooMany.
  int write_to(const callboard::Visitor& by, CourseId id, const std::string& subject, const std::string& body) const;
  // Whom the course of this enrolment is.
  CourseId course_of(const callboard::Visitor& by, EnrolmentId id) const;

 private:
  Course own_course(callboard::Transaction& tx, const callboard::Visitor& by, CourseId id) const;
  LessonRoom read_lesson(callboard::Transaction& tx, const callboard::Visitor& by, LessonId id) const;

  const TeachingParts parts_;
  const Letters& letters_;
};

}  // namespace courses
