// What calendars, mails, the teacher's pages and the keys of rooms stand on, so that tests can put theirs in its place.
#pragma once

#include <callboard/audit.hpp>
#include <callboard/people.hpp>
#include <callboard/rate_limiter.hpp>
#include <callboard/site.hpp>
#include <callboard/view.hpp>

#include "course_repository.hpp"
#include "enrolment_repository.hpp"
#include "role_holders.hpp"

namespace courses {

// References to what lives as long as the plugin; all thread-safe.
struct TeachingParts {
  callboard::Database& database;
  const CourseRepository& courses;
  const EnrolmentRepository& enrolments;
  const callboard::PeopleNames& people;
  const RoleHolders& holders;
  callboard::Mailer& mailer;
  callboard::AuditLog& audit;
  callboard::RateLimiter& limiter;
  const callboard::View& view;
  const callboard::Site& site;
  const callboard::Clock& clock;
  callboard::Log& log;
};

}  // namespace courses
