// Opens the key of a lesson's room to its teachers, from a quarter of an hour before to a quarter of an hour after: for
// the lessons of the next two weeks, whose halls have a room in the key cabinet and whose teachers have accounts. What
// was moved, cancelled or given to somebody else is moved or closed. Thread-safe.
#pragma once

#include <key_cabinet/room_keys.hpp>

#include "news.hpp"
#include "sql_lesson_keys.hpp"
#include "teaching_parts.hpp"

namespace courses {

class LessonKeys {
 public:
  LessonKeys(const TeachingParts& parts, key_cabinet::RoomKeys& keys) : parts_(parts), keys_(keys) {}

  // All that is to come, for a job: how many keys were opened, moved or closed.
  int update() const;
  // A course's, inside the transaction that has changed it.
  int update(callboard::Transaction& tx, CourseId course) const;

 private:
  int update(callboard::Transaction& tx, const std::vector<LessonKey>& wanted,
             const std::vector<LessonKey>& open) const;
  bool open(callboard::Transaction& tx, const LessonKey& key) const;
  void close(callboard::Transaction& tx, const LessonKey& key) const;

  const TeachingParts parts_;
  key_cabinet::RoomKeys& keys_;
};

// News on their way to the mails, and to the keys where there is a key cabinet. Thread-safe.
class KeysNews : public News {
 public:
  explicit KeysNews(News& next) : next_(next) {}
  // Only while the plugins register.
  void open_with(const LessonKeys& keys) { keys_ = &keys; }

  void tell(callboard::Transaction& tx, const callboard::Visitor& by, const EnrolmentNews& news) override {
    next_.tell(tx, by, news);
  }
  void course_changed(callboard::Transaction& tx, CourseId course, const std::vector<LessonId>& lessons) override {
    next_.course_changed(tx, course, lessons);
    if (keys_ != nullptr) keys_->update(tx, course);
  }

 private:
  News& next_;
  const LessonKeys* keys_ = nullptr;
};

}  // namespace courses
