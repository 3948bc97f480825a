// Tells students and teachers by mail what happened to enrolments, and collects what changed of courses for
// CourseChanges to tell. Thread-safe.
#pragma once

#include "letters.hpp"
#include "news.hpp"

namespace courses {

class EnrolmentMails : public News {
 public:
  EnrolmentMails(const TeachingParts& parts, const Letters& letters) : parts_(parts), letters_(letters) {}

  void tell(callboard::Transaction& tx, const callboard::Visitor& by, const EnrolmentNews& news) override;
  void course_changed(callboard::Transaction& tx, CourseId course, const std::vector<LessonId>& lessons) override;

 private:
  struct Story;  // one piece of news with all that mails say of it
  std::optional<Story> story_of(callboard::Transaction& tx, const EnrolmentNews& news) const;
  void tell_students(callboard::Transaction& tx, const Story& story) const;
  void tell_teachers(callboard::Transaction& tx, const Story& story) const;
  Letter letter(const Story& story, const Enrolment& enrolment, callboard::Language language) const;
  void add_left_lessons(Letter& letter, const Story& story, const Enrolment& enrolment,
                        callboard::Language language) const;

  const TeachingParts parts_;
  const Letters& letters_;
};

}  // namespace courses
