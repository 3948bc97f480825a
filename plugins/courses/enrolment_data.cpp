#include "enrolment_data.hpp"

#include <callboard/moment.hpp>

namespace courses {

using namespace callboard;
using nlohmann::json;

namespace {

constexpr std::size_t kShownLessons = 60;

// Bootstrap's word for the colour of a state.
const char* tone_of(EnrolmentState state) {
  switch (state) {
    case EnrolmentState::Invited:
    case EnrolmentState::Pending: return "warning";
    case EnrolmentState::Waiting:
    case EnrolmentState::Offered: return "info";
    case EnrolmentState::Confirmed: return "success";
    case EnrolmentState::Completed:
    case EnrolmentState::Cancelled: return "secondary";
    case EnrolmentState::Rejected: return "danger";
  }
  return "secondary";
}

Text why_waiting(int places) {
  return places == 2 ? _("The course is full. As soon as two places are free, they are offered to you both.")
                     : _("The course is full. As soon as a place is free, it is offered to you.");
}

json wish_data(const Timetable& timetable, const HistoryEntry& entry) {
  return {{"course", entry.wish_course},
          {"teacher", entry.wish_teacher},
          {"from", day_data(timetable, entry.wish->starts_on)},
          {"until", day_data(timetable, entry.wish->ends_on)},
          {"note", entry.wish->note}};
}

void add_answers(json& data, const HistoryEntry& entry) {
  const auto& own = entry.enrolment;
  data["invited"] = own.state == EnrolmentState::Invited && !own.inviter;
  data["inviter"] = own.state == EnrolmentState::Invited && own.inviter;
  data["offered"] = own.state == EnrolmentState::Offered;
  if (entry.answer_until) data["answer_until"] = moment(*entry.answer_until);
  if (entry.place > 0) {
    data["line"] = {{"place", _("Your place in line: {place}.").with("place", static_cast<long long>(entry.place))},
                    {"why", why_waiting(entry.pending_places)}};
  }
  // Declining is what cancels an offer or an invitation.
  data["may_cancel"] = entry.may_cancel && data["invited"] == false && data["offered"] == false;
  data["may_move"] = own.state == EnrolmentState::Confirmed && !entry.wish;
  data["too_late"] = own.state == EnrolmentState::Confirmed && !entry.may_cancel;
}

}  // namespace

json day_data(const Timetable& timetable, const std::string& day) {
  return moment(timetable.begin_of(day), MomentStyle::Date);
}

json lesson_data(const Lesson& lesson) {
  return {{"starts_at", moment(lesson.starts_at)},
          {"ends_at", moment(lesson.ends_at, MomentStyle::Time)},
          {"hall", lesson.hall ? lesson.hall->name : std::string()},
          {"note", lesson.note}};
}

json entry_data(const Timetable& timetable, const HistoryEntry& entry) {
  const auto& own = entry.enrolment;
  json data{{"id", static_cast<std::int64_t>(own.id)},
            {"course", {{"id", static_cast<std::int64_t>(own.course)}, {"title", entry.course}}},
            {"teacher", entry.teacher},
            {"kind", text_of(own.kind)},
            {"pair", own.pair.has_value()},
            {"partner", entry.partner},
            {"from", day_data(timetable, own.starts_on)},
            {"until", day_data(timetable, own.ends_on)},
            {"state", text_of(own.state)},
            {"tone", tone_of(own.state)},
            {"reason", own.reason},
            {"since", moment(own.created_at)}};
  add_answers(data, entry);
  if (entry.next) data["next"] = lesson_data(*entry.next);
  if (entry.cancel_until) data["cancel_until"] = moment(*entry.cancel_until);
  if (entry.wish) data["wish"] = wish_data(timetable, entry);
  return data;
}

json plan_data(const Timetable& timetable, const BookingPlan& plan) {
  auto lessons = json::array();
  for (const auto& lesson : plan.lessons) {
    if (lessons.size() == kShownLessons) break;
    lessons.push_back(lesson_data(lesson));
  }
  json data{{"from", day_data(timetable, plan.attendance.starts_on)},
            {"until", day_data(timetable, plan.attendance.ends_on)},
            {"kind", text_of(plan.kind)},
            {"pair", plan.kind == EnrolmentKind::Pair},
            {"lessons", lessons},
            {"count",
             plural("{count} lesson to come", "{count} lessons to come", static_cast<long long>(plan.lessons.size()))}};
  for (const auto& teacher : plan.course.teachers) {
    if (teacher.id == plan.attendance.teacher) data["teacher"] = teacher.full_name;
  }
  if (plan.lessons.size() > kShownLessons) data["more"] = true;
  if (plan.clash) data["clash"] = {{"course", plan.clash->course}, {"time", moment(plan.clash->starts_at)}};
  if (plan.waits) {
    data["waits"] = {{"why", why_waiting(plan.partner ? 2 : 1)},
                     {"ahead", plural("{count} request is before yours.", "{count} requests are before yours.",
                                      static_cast<long long>(plan.ahead))}};
  }
  return data;
}

json teacher_choices(const Course& course, const std::string& chosen) {
  auto choices = json::array();
  if (course.teachers.size() > 1) choices.push_back({{"value", ""}, {"label", _("Choose a teacher")}});
  for (const auto& teacher : course.teachers) {
    const auto id = std::to_string(static_cast<std::int64_t>(teacher.id));
    const auto label =
        teacher.specialisation.empty() ? teacher.full_name : teacher.full_name + " · " + teacher.specialisation;
    choices.push_back({{"value", id}, {"label", label}, {"chosen", id == chosen}});
  }
  return choices;
}

}  // namespace courses
