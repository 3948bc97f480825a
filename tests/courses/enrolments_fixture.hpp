// The school of CoursesTest with all that enrolments need: students 1 to 99, whose names are "s1" to "s99"; Vera, the
// teacher of every course, has the account 21, and 30 is an administrator. It is 21 November 2026.
#pragma once

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "booking.hpp"
#include "callboard/local_time.hpp"
#include "callboard/testing/fake_rate_limiter.hpp"
#include "callboard/testing/fake_view.hpp"
#include "callboard/testing/recording_audit_log.hpp"
#include "courses_fixture.hpp"
#include "enrolment_history.hpp"
#include "enrolment_people.hpp"
#include "enrolment_upkeep.hpp"
#include "school_decisions.hpp"
#include "sql_enrolment_repository.hpp"
#include "waiting_line.hpp"

namespace courses {

class NumberedPeople : public PeopleNames {
 public:
  std::map<UserId, PersonName> names(Transaction&, const std::vector<UserId>& users) const override {
    std::map<UserId, PersonName> found;
    for (const auto user : users) found[user] = {"s" + std::to_string(to_sql(user)), ""};
    return found;
  }
  std::vector<UserId> named(Transaction&, const std::string& text) const override {
    if (text.size() < 2 || text.front() != 's') return {};
    return {UserId{std::stoll(text.substr(1))}};
  }
  std::map<UserId, PersonAddress> addresses(Transaction&, const std::vector<UserId>&) const override { return {}; }
  std::vector<UserId> with_role(Transaction&, const std::string&) const override {
    ++lists_read_;
    std::vector<UserId> students;
    for (long long i = 1; i < 100; ++i) {
      if (i != 21 && i != 30) students.push_back(UserId{i});
    }
    return students;
  }
  int lists_read() const { return lists_read_; }

 private:
  mutable std::atomic<int> lists_read_{0};
};

// Writes a moment as "en:2026-11-30T18:00", by the language that it is written for.
class MomentView : public callboard::testing::FakeView {
 public:
  std::string expand(std::string_view, const nlohmann::json& data, Language language) const override {
    const Time time{std::chrono::microseconds(data.at("moment").at("$time").get<std::int64_t>())};
    return std::string(code_of(language)) + ":" + local_text(time, "Europe/Moscow");
  }
};

// No part of a transaction: what was told stays when it rolls back.
class RecordingNews : public News {
 public:
  void tell(Transaction&, const Visitor&, const EnrolmentNews& news) override {
    const std::lock_guard lock(mutex_);
    told_.push_back(news);
  }
  void course_changed(Transaction&, CourseId, const std::vector<LessonId>&) override {}

  int count(EnrolmentDeed deed) const {
    const std::lock_guard lock(mutex_);
    return static_cast<int>(
        std::count_if(told_.begin(), told_.end(), [&](const EnrolmentNews& news) { return news.deed == deed; }));
  }
  EnrolmentNews last() const {
    const std::lock_guard lock(mutex_);
    return told_.back();
  }

 private:
  mutable std::mutex mutex_;
  std::vector<EnrolmentNews> told_;
};

inline Visitor person(long long id, const char* role) {
  Visitor visitor;
  visitor.kind = Visitor::Kind::Person;
  visitor.user = UserId{id};
  visitor.roles = {role};
  return visitor;
}
inline Visitor student(long long id) { return person(id, "student"); }

class EnrolmentsTest : public CoursesTest {
 protected:
  static constexpr std::chrono::hours kOfferTime{48}, kInvitationTime{72}, kCancelUntil{24};
  const CourseId course_{1};
  const Visitor vera_ = person(21, "teacher"), admin_ = person(30, "admin");

  void SetUp() override {
    CoursesTest::SetUp();
    school_.emplace(*this);
  }

  static BookingInput alone() { return {{"1", "2026-11-21", "2026-12-31"}, "personal", ""}; }
  static BookingInput with(const std::string& partner) { return {{"1", "2026-11-21", "2026-12-31"}, "pair", partner}; }

  void set_capacity(int capacity) {
    execute("UPDATE courses_courses SET capacity = " + std::to_string(capacity) + " WHERE id = 1");
  }
  // A lesson of a course on the school's wall: "2026-11-23T18:00", an hour and a half long.
  void add_lesson(CourseId course, const std::string& local) {
    const auto starts = to_sql(*time_from_local(local, "Europe/Moscow"));
    execute("INSERT INTO courses_lessons (course_id, planned_on, starts_at, ends_at) VALUES (" +
            std::to_string(to_sql(course)) + ", '" + local.substr(0, 10) + "', " + std::to_string(starts) + ", " +
            std::to_string(starts + 5'400'000'000) + ")");
  }
  // A second after whatever was before, so that the line has an order.
  EnrolmentId book(long long user, CourseId course = CourseId{1}) {
    clock().advance(std::chrono::seconds(1));
    const auto booked = school().booking.book(student(user), course, alone());
    EXPECT_TRUE(booked.enrolment) << booked.faults.json().dump();
    return booked.enrolment.value_or(EnrolmentId{});
  }
  // A pair whose partner has accepted; the inviter's.
  EnrolmentId book_pair(long long user, long long partner) {
    clock().advance(std::chrono::seconds(1));
    const auto booked = school().booking.book(student(user), course_, with("s" + std::to_string(partner)));
    EXPECT_TRUE(booked.enrolment) << booked.faults.json().dump();
    const auto id = booked.enrolment.value_or(EnrolmentId{});
    EXPECT_EQ(school().own.accept(student(partner), partner_of(id)).outcome, Outcome::Done);
    return id;
  }
  EnrolmentId partner_of(EnrolmentId id) {
    return database().read([&](Transaction& tx) { return rows_.group(tx, id).back().id; });
  }
  Decided confirm(EnrolmentId id) { return school().decisions.confirm(vera_, {id}).front().decided; }
  EnrolmentState state(EnrolmentId id) {
    return database().read([&](Transaction& tx) { return rows_.enrolment(tx, id)->state; });
  }
  long long taken() { return number("SELECT taken FROM courses_courses WHERE id = 1"); }

  NumberedPeople people_;
  RoleHolders holders_{people_};
  RecordingNews news_;
  callboard::testing::RecordingAuditLog audit_;
  callboard::testing::FakeRateLimiter limiter_{clock()};
  MomentView view_;
  SqlEnrolmentRepository rows_;
  Timetable timetable_{course_rows_, rows_, clock(), site_, view_};
  EnrolmentChanges changes_{{course_rows_, rows_, audit_, news_, clock(), kOfferTime}};
  WaitingLine line_{rows_, changes_};
  EnrolmentPeople person_data_{course_rows_, rows_, changes_};

  // What needs the database.
  struct School {
    explicit School(EnrolmentsTest& t)
        : booking({t.database(), t.course_rows_, t.rows_, t.changes_, t.timetable_, t.news_, t.people_, t.holders_,
                   t.limiter_, t.clock()}),
          own({t.database(), t.course_rows_, t.rows_, t.changes_, t.timetable_, t.clock(), kInvitationTime,
               kCancelUntil}),
          decisions({t.database(), t.course_rows_, t.rows_, t.changes_, t.timetable_, t.news_, t.clock()}),
          history({t.database(), t.course_rows_, t.rows_, own, t.timetable_, t.people_, t.clock(), kInvitationTime}),
          upkeep({t.database(), t.rows_, t.changes_, t.timetable_, t.clock(), kInvitationTime}) {}
    const Booking booking;
    const OwnEnrolments own;
    SchoolDecisions decisions;
    const EnrolmentHistory history;
    const EnrolmentUpkeep upkeep;
  };
  School& school() { return *school_; }

 private:
  std::optional<School> school_;
};

}  // namespace courses
