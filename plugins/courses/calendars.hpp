// Who sees which lessons in a calendar program: everybody the school's, a person his own at an address that nobody can
// guess. Thread-safe.
#pragma once

#include <map>
#include <memory>
#include <mutex>

#include <callboard/crypto.hpp>

#include "lesson_calendar.hpp"
#include "teaching_parts.hpp"

namespace courses {

class Calendars {
 public:
  Calendars(const TeachingParts& parts, callboard::Keys keys)
      : parts_(parts), keys_(std::move(keys)), lessons_(parts.view, parts.site, parts.clock) {}

  // From a month ago to a year ahead, of all courses that are no drafts; up to a minute old.
  std::shared_ptr<const Calendar> of_school(callboard::Language language) const;
  // What its owner takes part in and gives; nothing where no calendar has that token.
  std::optional<Calendar> of_token(const std::string& token, callboard::Language language) const;

  // The token of one's own calendar; nothing where there is none yet.
  std::optional<std::string> token_of(const callboard::Visitor& by) const;
  // A new one: what has the address from before shows nothing any more.
  void renew(const callboard::Visitor& by) const;

 private:
  bool may_sign_in(callboard::Transaction& tx, callboard::UserId user) const;
  Calendar read_school(callboard::Language language) const;
  Calendar of_user(callboard::Transaction& tx, callboard::UserId user, callboard::Language language) const;

  const TeachingParts parts_;
  const callboard::Keys keys_;
  const LessonCalendar lessons_;

  mutable std::mutex mutex_;
  mutable std::map<callboard::Language, std::shared_ptr<const Calendar>> kept_;
};

}  // namespace courses
