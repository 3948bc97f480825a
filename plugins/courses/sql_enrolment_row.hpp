// An enrolment as its row is read. Only for sql_* files.
#pragma once

#include <string>

#include <callboard/sql_select.hpp>

#include "values.hpp"

namespace courses {

// In the order in which EnrolmentRow takes them; the table is `e`.
inline constexpr const char* kEnrolmentColumns =
    "e.id, e.version, e.course_id, COALESCE(e.user_id, 0), e.teacher_id, e.kind, COALESCE(e.pair_id, 0), e.inviter, "
    "e.starts_on, e.ends_on, e.state, e.reason, e.created_at, e.changed_at, COALESCE(e.offered_until, 0), e.sequence, "
    "COALESCE(e.queue_place, 0)";

struct EnrolmentRow {
  long long id = 0, version = 0, course = 0, user = 0, teacher = 0, pair = 0, inviter = 0;
  long long created_at = 0, changed_at = 0, offered_until = 0, sequence = 0, queue_place = 0;
  std::string kind, state;
  Enrolment texts;

  void exchange(soci::statement& statement) {
    const auto number = [&](long long& value) { statement.exchange(soci::into(value)); };
    const auto text = [&](std::string& value) { statement.exchange(soci::into(value)); };
    number(id), number(version), number(course), number(user), number(teacher), text(kind), number(pair);
    number(inviter), text(texts.starts_on), text(texts.ends_on), text(state), text(texts.reason);
    number(created_at), number(changed_at), number(offered_until), number(sequence), number(queue_place);
  }
  Enrolment value() const {
    Enrolment value = texts;
    value.id = EnrolmentId{id};
    value.version = version;
    value.course = CourseId{course};
    if (user > 0) value.user = callboard::UserId{user};
    value.teacher = TeacherId{teacher};
    value.kind = kind_of(kind).value_or(EnrolmentKind::Personal);
    if (pair > 0) value.pair = EnrolmentId{pair};
    value.inviter = inviter != 0;
    value.state = enrolment_state_of(state);
    value.created_at = callboard::time_from_sql(created_at);
    value.changed_at = callboard::time_from_sql(changed_at);
    if (offered_until > 0) value.offered_until = callboard::time_from_sql(offered_until);
    value.sequence = static_cast<int>(sequence);
    return value;
  }
};

}  // namespace courses
