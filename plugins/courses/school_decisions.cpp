#include "school_decisions.hpp"

#include <algorithm>
#include <functional>
#include <map>

#include <callboard/unicode.hpp>

#include "booking_check.hpp"

namespace courses {

using namespace callboard;

namespace {

constexpr std::size_t kMostAtOnce = 200;
constexpr std::size_t kLongestReason = 500;  // characters

Decided decided_by(Went went) {
  switch (went) {
    case Went::Done: return Decided::Done;
    case Went::Full: return Decided::Full;
    case Went::NotNow: break;
  }
  return Decided::AlreadyDecided;
}

void check_count(const std::vector<EnrolmentId>& enrolments) {
  if (enrolments.size() > kMostAtOnce) throw BadRequest(_("At most 200 at once."), "too many enrolments at once");
}

void check_reason(const std::string& reason) {
  if (code_points(reason).size() <= kLongestReason) return;
  throw BadRequest(
      _("The text is too long: at most {count} characters.").with("count", static_cast<long long>(kLongestReason)),
      "too long a reason");
}

// Whoever names both of a pair means one decision.
std::vector<Decision> one_by_one(Database& database, const EnrolmentStore& rows, const std::vector<EnrolmentId>& ids,
                                 const std::function<Decision(Transaction&, EnrolmentId)>& decide) {
  check_count(ids);
  std::map<EnrolmentId, Decision> done;
  std::vector<Decision> all;
  for (const auto id : ids) {
    const auto known = done.find(id);
    if (known != done.end()) {
      all.push_back({id, known->second.decided, known->second.clash});
      continue;
    }
    auto [decision, group] = database.transact([&](Transaction& tx) {
      auto made = decide(tx, id);
      return std::make_pair(std::move(made), Group(rows.group(tx, id)).ids());
    });
    for (const auto member : group) done.emplace(member, decision);
    all.push_back(std::move(decision));
  }
  return all;
}

// A wish is older than what it meets: the course may have other teachers, days and kinds by now.
bool still_fits(const Course& course, const MoveRequest& wish, const Group& group, const std::string& today) {
  const bool given_by = std::any_of(course.teachers.begin(), course.teachers.end(),
                                    [&](const Teacher& each) { return each.id == wish.teacher; });
  const bool within = wish.starts_on >= course.starts_on && wish.ends_on <= course.ends_on;
  if (!given_by || !within || wish.ends_on < today) return false;
  if (course.id == group.course()) return true;
  const bool of_kind = group.front().kind == EnrolmentKind::Pair ? course.pair : course.personal;
  return of_kind && why_closed(course, today).empty();
}

}  // namespace

std::vector<Decision> SchoolDecisions::confirm(const Visitor& by, const std::vector<EnrolmentId>& enrolments) {
  return one_by_one(parts_.database, parts_.rows, enrolments,
                    [&](Transaction& tx, EnrolmentId id) { return confirm(tx, by, id); });
}

std::vector<Decision> SchoolDecisions::reject(const Visitor& by, const std::vector<EnrolmentId>& enrolments,
                                              const std::string& reason) {
  check_reason(reason);
  return one_by_one(parts_.database, parts_.rows, enrolments,
                    [&](Transaction& tx, EnrolmentId id) { return reject(tx, by, id, reason); });
}

Decision SchoolDecisions::confirm(Transaction& tx, const Visitor& by, EnrolmentId id) const {
  return decide(tx, by, id, {EnrolmentState::Confirmed, Mover::School, EnrolmentDeed::Confirmed});
}

Decision SchoolDecisions::reject(Transaction& tx, const Visitor& by, EnrolmentId id, const std::string& reason) const {
  return decide(tx, by, id, {EnrolmentState::Rejected, Mover::School, EnrolmentDeed::Rejected, reason});
}

Decision SchoolDecisions::cancel(Transaction& tx, const Visitor& by, EnrolmentId id, const std::string& reason) const {
  return decide(tx, by, id, {EnrolmentState::Cancelled, Mover::School, EnrolmentDeed::Cancelled, reason});
}

bool SchoolDecisions::decides(Transaction& tx, const Visitor& by, CourseId id) const {
  if (by.is_console() || by.has_role("admin")) return true;
  if (!by.is_person() || !by.has_role("teacher")) return false;
  const auto teacher = parts_.courses.teacher_of(tx, by.user);
  const auto course = parts_.courses.course(tx, id);
  if (!teacher || !course) return false;
  return std::any_of(course->teachers.begin(), course->teachers.end(),
                     [&](const Teacher& each) { return each.id == teacher->id; });
}

std::optional<Clash> SchoolDecisions::clash(Transaction& tx, const Group& group) const {
  parts_.changes.hold_students(tx, group);
  for (const auto& member : group.members()) {
    if (!member.user) continue;
    if (auto found = parts_.timetable.clash(tx, *member.user, attendance_of(member))) return found;
  }
  return std::nullopt;
}

Decision SchoolDecisions::decide(Transaction& tx, const Visitor& by, EnrolmentId id, const Step& step) const {
  const auto group = parts_.changes.hold(tx, id);
  if (group.empty()) return {id, Decided::Gone};
  if (!decides(tx, by, group.course())) return {id, Decided::NotYours};
  if (!may_go(group.state(), step.to, step.mover)) return {id, Decided::AlreadyDecided};
  if (step.to == EnrolmentState::Confirmed) {
    if (const auto other = clash(tx, group)) return {id, Decided::Clash, parts_.timetable.text_of(*other, by.language)};
  }
  return {id, decided_by(parts_.changes.go(tx, by, group, step))};
}

Decision SchoolDecisions::accept_move(const Visitor& by, MoveRequestId request) {
  return parts_.database.transact([&](Transaction& tx) -> Decision {
    const auto wish = parts_.rows.open_move(tx, request);
    if (!wish) return {{}, Decided::AlreadyDecided};
    const auto present = parts_.rows.enrolment(tx, wish->enrolment);
    if (!present) return {wish->enrolment, Decided::Gone};
    // Both courses' turns, in the order of their texts, whoever moves the other way.
    auto first = std::to_string(static_cast<std::int64_t>(present->course)),
         second = std::to_string(static_cast<std::int64_t>(wish->course));
    const auto earlier = first < second ? present->course : wish->course;
    parts_.changes.hold_course(tx, earlier);
    if (first != second) parts_.changes.hold_course(tx, earlier == wish->course ? present->course : wish->course);
    const Group group(parts_.rows.group(tx, wish->enrolment));
    if (group.course() != present->course || !parts_.rows.open_move(tx, request)) {
      return {wish->enrolment, Decided::AlreadyDecided};
    }
    return move(tx, by, *wish, group);
  });
}

// Why a wish cannot come true, if it cannot.
std::optional<Decision> SchoolDecisions::why_not(Transaction& tx, const MoveRequest& wish, const Group& group,
                                                 Language language) const {
  const auto course = parts_.courses.course(tx, wish.course);
  if (!course || course->state == CourseState::Draft) return Decision{wish.enrolment, Decided::Gone};
  if (group.state() != EnrolmentState::Confirmed) return Decision{wish.enrolment, Decided::AlreadyDecided};
  if (!still_fits(*course, wish, group, parts_.timetable.today())) {
    return Decision{wish.enrolment, Decided::Clash,
                    _("The course has changed since: this wish does not fit it any more.")};
  }
  parts_.changes.hold_students(tx, group);
  const Attendance wanted{wish.course, wish.teacher, wish.starts_on, wish.ends_on};
  for (const auto& member : group.members()) {
    if (!member.user) continue;
    const auto other = parts_.timetable.clash(tx, *member.user, wanted, group.course());
    if (other) return Decision{wish.enrolment, Decided::Clash, parts_.timetable.text_of(*other, language)};
  }
  return std::nullopt;
}

Decision SchoolDecisions::move(Transaction& tx, const Visitor& by, const MoveRequest& wish, const Group& group) const {
  if (!decides(tx, by, wish.course)) return {wish.enrolment, Decided::NotYours};
  if (auto reason = why_not(tx, wish, group, by.language)) return *reason;
  const bool changes_course = wish.course != group.course();
  if (changes_course && !parts_.courses.take_places(tx, wish.course, group.places())) {
    return {wish.enrolment, Decided::Full};
  }
  for (const auto& member : group.members()) {
    if (!parts_.rows.move(tx, member.id, wish, parts_.clock.now())) {
      throw Conflict("moved meanwhile, or enrolled there", _("The student has an enrolment in that course already."));
    }
    parts_.changes.audit(
        tx, by, member, "moved",
        {{"course", std::to_string(static_cast<std::int64_t>(member.course)),
          std::to_string(static_cast<std::int64_t>(wish.course))},
         {"period", member.starts_on + " / " + member.ends_on, wish.starts_on + " / " + wish.ends_on}});
  }
  parts_.rows.close_move(tx, wish.id, "accepted", {}, parts_.clock.now(),
                         by.is_person() ? std::optional(by.user) : std::nullopt);
  parts_.news.tell(tx, by, {EnrolmentDeed::Moved, group.ids(), {}, group.members()});
  if (changes_course) {
    parts_.courses.free_places(tx, group.course(), group.places());
    parts_.changes.offer_free_places(tx, group.course());
  }
  return {wish.enrolment, Decided::Done};
}

Decision SchoolDecisions::decline_move(const Visitor& by, MoveRequestId request, const std::string& reason) {
  check_reason(reason);
  return parts_.database.transact([&](Transaction& tx) -> Decision {
    const auto wish = parts_.rows.open_move(tx, request);
    if (!wish) return {{}, Decided::AlreadyDecided};
    const auto group = parts_.changes.hold(tx, wish->enrolment);
    if (group.empty()) return {wish->enrolment, Decided::Gone};
    if (!decides(tx, by, wish->course)) return {wish->enrolment, Decided::NotYours};
    const auto decider = by.is_person() ? std::optional(by.user) : std::nullopt;
    if (!parts_.rows.close_move(tx, request, "declined", reason, parts_.clock.now(), decider)) {
      return {wish->enrolment, Decided::AlreadyDecided};
    }
    for (const auto& member : group.members()) {
      parts_.changes.audit(tx, by, member, "move_declined", {{"reason", "", reason}});
    }
    parts_.news.tell(tx, by, {EnrolmentDeed::MoveDeclined, group.ids(), reason});
    return {wish->enrolment, Decided::Done};
  });
}

}  // namespace courses
