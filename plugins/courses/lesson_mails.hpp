// Mails that jobs send: one of all that was changed of a course, some minutes after the last change, and a reminder the
// day before a lesson. However many hosts run them, each mail is sent once. Thread-safe.
#pragma once

#include "letters.hpp"
#include "sql_course_changes.hpp"

namespace courses {

class LessonMails {
 public:
  LessonMails(const TeachingParts& parts, const Letters& letters) : parts_(parts), letters_(letters) {}

  // To confirmed students and the course's teachers. How many courses were told of.
  int tell_changes() const;
  // To confirmed students. How many mails.
  int remind() const;

 private:
  void tell_change(callboard::Transaction& tx, const CourseChange& change) const;
  Letter change_letter(const Course& course, const std::vector<Lesson>& lessons) const;
  int remind_of(callboard::Transaction& tx, const Lesson& lesson) const;

  const TeachingParts parts_;
  const Letters& letters_;
};

}  // namespace courses
