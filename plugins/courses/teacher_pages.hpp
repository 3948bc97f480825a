// /teacher and below: a teacher's courses, their students, lists to print and to take along, who came to a lesson,
// messages. What is decided about requests is in RequestPages. Thread-safe.
#pragma once

#include <callboard/router.hpp>

#include "teaching.hpp"

namespace courses {

class TeacherPages {
 public:
  TeacherPages(const Teaching& teaching, const TeachingParts& parts) : teaching_(teaching), parts_(parts) {}

  void add_routes(callboard::Routes& routes);

 private:
  callboard::Response courses(const callboard::Visitor& visitor) const;
  callboard::Response course(const callboard::Request& request, const callboard::Visitor& visitor) const;
  callboard::Response printed(const callboard::Request& request, const callboard::Visitor& visitor) const;
  callboard::Response csv(const callboard::Request& request, const callboard::Visitor& visitor) const;
  callboard::Response lesson(const callboard::Request& request, const callboard::Visitor& visitor) const;
  callboard::Response mark(const callboard::Request& request, const callboard::Visitor& visitor) const;
  callboard::Response message(const callboard::Request& request, const callboard::Visitor& visitor) const;
  callboard::Response send_message(const callboard::Request& request, const callboard::Visitor& visitor) const;
  nlohmann::json data_of(const callboard::Request& request, const callboard::Visitor& visitor) const;

  const Teaching& teaching_;
  const TeachingParts parts_;
};

}  // namespace courses
