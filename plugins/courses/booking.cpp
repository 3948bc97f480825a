#include "booking.hpp"

#include <algorithm>

namespace courses {

using namespace callboard;

namespace {

constexpr std::size_t kLongestPartner = 254;

// Faults of the whole form, not of a field.
constexpr const char* kCourseField = "course";

std::optional<Enrolment> open_one(const std::vector<Enrolment>& enrolments, CourseId course) {
  const auto found = std::find_if(enrolments.begin(), enrolments.end(),
                                  [&](const Enrolment& each) { return each.course == course && is_open(each.state); });
  return found == enrolments.end() ? std::nullopt : std::optional(*found);
}

Text already_enrolled(const Enrolment& own) {
  if (own.state == EnrolmentState::Invited && !own.inviter) {
    return _("Somebody has invited you to this course as a partner. Answer that first.");
  }
  return _("You are enrolled in this course already.");
}

bool names_partner(const BookingInput& input) {
  return kind_of(input.kind) == EnrolmentKind::Pair && !input.partner.empty();
}

Text no_such_partner() { return _("We found no student of this name whom we could invite."); }

EnrolmentKind check_kind(const Course& course, const std::string& chosen, Faults& faults) {
  const auto kind = kind_of(chosen);
  if (!kind) {
    faults.add("kind", _("Choose whether you come alone or as a pair."));
  } else if (*kind == EnrolmentKind::Personal && !course.personal) {
    faults.add("kind", _("This course is for pairs only."));
  } else if (*kind == EnrolmentKind::Pair && !course.pair) {
    faults.add("kind", _("This course is not given for pairs."));
  } else if (*kind == EnrolmentKind::Pair && course.capacity < 2) {
    faults.add("kind", _("This course has a single place."));
  }
  return kind.value_or(EnrolmentKind::Personal);
}

}  // namespace

Course Booking::shown(Transaction& tx, CourseId id) const {
  auto course = parts_.courses.course(tx, id);
  if (!course || course->state == CourseState::Draft) throw NotFound("a course to enrol in");
  return std::move(*course);
}

BookingStart Booking::start(const Visitor& by, CourseId id) const {
  return parts_.database.read([&](Transaction& tx) {
    BookingStart start;
    start.course = shown(tx, id);
    start.own = open_one(parts_.rows.of_user(tx, by.user), id);
    const auto today = parts_.timetable.today();
    start.closed = why_closed(start.course, today);
    start.first_day = std::max(today, start.course.starts_on);
    start.last_day = start.course.ends_on;
    return start;
  });
}

Planned Booking::plan(const Visitor& by, CourseId course, const BookingInput& input) const {
  limit_partners(by, input);
  return parts_.database.read([&](Transaction& tx) {
    auto planned = plan(tx, by, course, input, meant(tx, by, input));
    if (planned.plan) look_ahead(tx, by, *planned.plan);
    return planned;
  });
}

Planned Booking::plan(Transaction& tx, const Visitor& by, CourseId id, const BookingInput& input,
                      const Meant& named) const {
  Planned planned{shown(tx, id), {}, {}};
  const auto& course = planned.course;
  const auto today = parts_.timetable.today();
  if (auto closed = why_closed(course, today); !closed.empty()) planned.faults.add(kCourseField, std::move(closed));
  if (const auto own = open_one(parts_.rows.of_user(tx, by.user), id)) {
    planned.faults.add(kCourseField, already_enrolled(*own));
  }
  BookingPlan plan;
  plan.kind = check_kind(course, input.kind, planned.faults);
  plan.attendance = check_choice(course, input.choice, parts_.timetable, by.language, planned.faults);
  if (plan.kind == EnrolmentKind::Pair) plan.partner = partner(tx, id, input.partner, named, planned.faults);
  if (planned.faults) return planned;
  plan.course = course;
  const auto line = parts_.rows.line(tx, id);
  plan.ahead = line.size();
  plan.waits = !line.empty() || course.free_places() < (plan.partner ? 2 : 1);
  planned.plan = std::move(plan);
  return planned;
}

// A name that is looked for answers whether somebody of that name studies here; nobody goes through a list of them.
void Booking::limit_partners(const Visitor& by, const BookingInput& input) const {
  if (!names_partner(input)) return;
  static const RateLimit kLimit{"courses.partner", 30, std::chrono::seconds(120)};
  parts_.limiter.require(kLimit, std::to_string(static_cast<std::int64_t>(by.user)));
}

// Before the course's turn is taken, so that nobody waits for it.
Booking::Meant Booking::meant(Transaction& tx, const Visitor& by, const BookingInput& input) const {
  if (!names_partner(input) || input.partner.size() > kLongestPartner) return {};
  const auto named = parts_.people.named(tx, input.partner);
  if (named.empty()) return {};
  if (std::find(named.begin(), named.end(), by.user) != named.end()) return {{}, true};
  const auto found =
      std::find_if(named.begin(), named.end(), [&](UserId user) { return parts_.holders.has(tx, user, "student"); });
  return {found == named.end() ? std::nullopt : std::optional(*found), false};
}

// The same answer where there is no such account, where it is not a student's, and where it is enrolled here: who
// takes part is nobody else's business.
std::optional<UserId> Booking::partner(Transaction& tx, CourseId course, const std::string& name, const Meant& named,
                                       Faults& faults) const {
  if (name.empty()) {
    faults.add("partner", _("Name your partner: a user name or an e-mail address."));
    return std::nullopt;
  }
  if (named.oneself) {
    faults.add("partner", _("You cannot be your own partner."));
  } else if (!named.user || open_one(parts_.rows.of_user(tx, *named.user), course)) {
    faults.add("partner", no_such_partner());
  } else {
    return named.user;
  }
  return std::nullopt;
}

void Booking::look_ahead(Transaction& tx, const Visitor& by, BookingPlan& plan) const {
  const auto now = parts_.clock.now();
  plan.lessons = parts_.timetable.lessons(tx, plan.attendance);
  std::erase_if(plan.lessons, [&](const Lesson& lesson) { return lesson.cancelled || lesson.ends_at <= now; });
  plan.clash = parts_.timetable.clash(tx, by.user, plan.attendance);
}

Booked Booking::book(const Visitor& by, CourseId id, const BookingInput& input) const {
  limit_partners(by, input);
  static const RateLimit kLimit{"courses.book", 20, std::chrono::seconds(60)};
  parts_.limiter.require(kLimit, std::to_string(static_cast<std::int64_t>(by.user)));
  const auto named =
      names_partner(input) ? parts_.database.read([&](Transaction& tx) { return meant(tx, by, input); }) : Meant{};
  return parts_.database.transact([&](Transaction& tx) -> Booked {
    parts_.changes.hold_course(tx, id);
    auto planned = plan(tx, by, id, input, named);
    if (!planned.plan) return {std::move(planned.course), std::move(planned.faults), {}, {}};
    const auto& wish = *planned.plan;
    const auto state = wish.partner ? EnrolmentState::Invited
                       : wish.waits ? EnrolmentState::Waiting
                                    : EnrolmentState::Pending;
    const auto enrolment = add(tx, by, wish, state);
    if (!enrolment) throw Conflict("enrolled meanwhile", _("You are enrolled in this course already."));
    // It may suffice for one behind a pair.
    if (state == EnrolmentState::Waiting) parts_.changes.offer_free_places(tx, id);
    return {std::move(planned.course), {}, enrolment, state};
  });
}

// The inviter's row and the partner's, or the one. Nothing where somebody has one in this course.
std::optional<EnrolmentId> Booking::add(Transaction& tx, const Visitor& by, const BookingPlan& plan,
                                        EnrolmentState state) const {
  Enrolment own;
  own.course = plan.course.id;
  own.user = by.user;
  own.teacher = plan.attendance.teacher;
  own.kind = plan.kind;
  own.inviter = plan.partner.has_value();
  own.starts_on = plan.attendance.starts_on;
  own.ends_on = plan.attendance.ends_on;
  own.state = state;
  own.created_at = parts_.clock.now();
  const auto id = parts_.rows.add(tx, own);
  if (!id) return std::nullopt;
  own.id = *id;
  std::vector<Enrolment> added{own};
  if (plan.partner) {
    parts_.rows.set_pair(tx, *id, *id);
    auto other = own;
    other.user = plan.partner;
    other.pair = *id;
    other.inviter = false;
    const auto partner = parts_.rows.add(tx, other);
    if (!partner) throw Conflict("the partner enrolled meanwhile", no_such_partner());
    other.id = *partner;
    added.push_back(other);
  }
  std::vector<EnrolmentId> ids;
  for (const auto& each : added) {
    parts_.changes.audit(tx, by, each, plan.partner ? "invited" : "requested",
                         {{"state", "", std::string(name_of(state))}});
    ids.push_back(each.id);
  }
  parts_.news.tell(tx, by, {plan.partner ? EnrolmentDeed::Invited : EnrolmentDeed::Received, ids});
  return id;
}

}  // namespace courses
