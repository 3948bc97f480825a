// The small school with lessons and students, for what happens around lessons. It is Saturday, 21 November 2026, 11:00
// in Moscow; lessons are on Monday the 16th (number 1), the 23rd (2) and the 30th (3), 18:00 to 19:30. Anna (31) and
// Boris (32) have addresses, Boris reads Russian; Vera (21) teaches. Student 33 has no address.
#pragma once

#include "callboard/local_time.hpp"
#include "callboard/testing/fake_rate_limiter.hpp"
#include "callboard/testing/fake_view.hpp"
#include "callboard/testing/recording_audit_log.hpp"
#include "callboard/testing/recording_mailer.hpp"
#include "courses_fixture.hpp"
#include "letters.hpp"
#include "sql_enrolment_repository.hpp"

namespace courses {

class FewPeople : public PeopleNames {
 public:
  std::map<UserId, PersonName> names(Transaction&, const std::vector<UserId>& users) const override {
    std::map<UserId, PersonName> found;
    for (const auto user : users) {
      if (user == UserId{21}) found[user] = {"vera", "Vera Orlova"};
      if (user == UserId{31}) found[user] = {"anna", "Anna Petrova"};
      if (user == UserId{32}) found[user] = {"boris", ""};
    }
    return found;
  }
  std::vector<UserId> named(Transaction&, const std::string&) const override { return {}; }
  std::map<UserId, PersonAddress> addresses(Transaction&, const std::vector<UserId>& users) const override {
    std::map<UserId, PersonAddress> found;
    for (const auto user : users) {
      if (user == UserId{21}) found[user] = {"vera@mail.example", "Vera Orlova", Language::English};
      if (user == UserId{31}) found[user] = {"anna@mail.example", "Anna Petrova", Language::English};
      if (user == UserId{32}) found[user] = {"boris@mail.example", "boris", Language::Russian};
    }
    return found;
  }
  std::vector<UserId> with_role(Transaction&, const std::string&) const override { return {}; }
};

class TeachingTest : public CoursesTest {
 protected:
  void SetUp() override {
    CoursesTest::SetUp();
    clock().set(at("2026-11-21T11:00"));
    add_lesson(1, "2026-11-16T18:00");
    add_lesson(2, "2026-11-23T18:00");
    add_lesson(3, "2026-11-30T18:00");
  }

  Time at(const std::string& local) { return *time_from_local(local, "Europe/Moscow"); }

  void add_lesson(long long id, const std::string& local) {
    const auto starts = to_sql(at(local)), ends = starts + 90LL * 60 * 1'000'000;
    const auto day = local.substr(0, 10);
    database().transact([&](Transaction& tx) {
      tx.sql() << "INSERT INTO courses_lessons (id, course_id, planned_on, starts_at, ends_at) "
                  "VALUES (:id, 1, :day, :starts, :ends)",
          soci::use(id, "id"), soci::use(day, "day"), soci::use(starts, "starts"), soci::use(ends, "ends");
    });
  }
  EnrolmentId enrol(long long id, UserId user, const std::string& state, const std::string& from = "2026-09-01",
                    const std::string& to = "2026-12-31") {
    const auto asked = to_sql(at("2026-08-20T12:00")), person = to_sql(user);
    database().transact([&](Transaction& tx) {
      tx.sql() << "INSERT INTO courses_enrolments (id, course_id, open_course, user_id, teacher_id, kind, starts_on, "
                  "ends_on, state, created_at, changed_at) "
                  "VALUES (:id, 1, 1, :person, 1, 'personal', :begin, :end, :state, :asked, :asked)",
          soci::use(id, "id"), soci::use(person, "person"), soci::use(from, "begin"), soci::use(to, "end"),
          soci::use(state, "state"), soci::use(asked, "asked");
    });
    return EnrolmentId{id};
  }
  static Visitor person(UserId user, const std::string& role) {
    Visitor visitor;
    visitor.kind = Visitor::Kind::Person;
    visitor.user = user;
    visitor.roles = {role};
    return visitor;
  }
  TeachingParts parts() {
    return {database(), course_rows_, enrolment_rows_, people_, holders_, mailer_,
            audit_,     limiter_,     view_,           site_,   clock(),  log()};
  }

  SqlEnrolmentRepository enrolment_rows_;
  FewPeople people_;
  RoleHolders holders_{people_};
  callboard::testing::RecordingMailer mailer_;
  callboard::testing::RecordingAuditLog audit_;
  callboard::testing::FakeRateLimiter limiter_{clock()};
  callboard::testing::FakeView view_;
};

}  // namespace courses
