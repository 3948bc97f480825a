#include "teacher_data.hpp"

#include <algorithm>

#include <callboard/moment.hpp>

#include "schedule_data.hpp"

namespace courses {

using namespace callboard;
using nlohmann::json;

namespace {

template <typename Id>
std::int64_t number(Id id) {
  return static_cast<std::int64_t>(id);
}

std::string known_name(const CourseRoom& room, std::optional<UserId> user) {
  const auto name = room.name_of(user);
  return name.empty() ? "–" : name;
}

const Enrolment* partner_of(const CourseRoom& room, const Enrolment& enrolment) {
  if (!enrolment.pair) return nullptr;
  const auto found = std::find_if(room.enrolments.begin(), room.enrolments.end(), [&](const Enrolment& other) {
    return other.pair == enrolment.pair && other.id != enrolment.id && is_open(other.state) == is_open(enrolment.state);
  });
  return found == room.enrolments.end() ? nullptr : &*found;
}

std::string teacher_name(const CourseRoom& room, TeacherId id) {
  for (const auto& teacher : room.course.teachers) {
    if (teacher.id == id) return teacher.full_name;
  }
  return {};
}

json tally_data(const Tally& tally) {
  auto all = json::array();
  for (const auto presence : kPresences) {
    const auto count = tally.at(static_cast<std::size_t>(presence));
    if (count > 0) all.push_back({{"label", text_of(presence)}, {"count", count}});
  }
  return all;
}

json person_data(const CourseRoom& room, const Enrolment& enrolment, const std::string& zone) {
  json data{{"id", number(enrolment.id)},
            {"name", known_name(room, enrolment.user)},
            {"kind", text_of(enrolment.kind)},
            {"state", text_of(enrolment.state)},
            {"teacher", teacher_name(room, enrolment.teacher)},
            {"from", day_moment(enrolment.starts_on, zone)},
            {"to", day_moment(enrolment.ends_on, zone)},
            {"asked", moment(enrolment.created_at)}};
  if (const auto* partner = partner_of(room, enrolment)) data["partner"] = known_name(room, partner->user);
  const auto address = enrolment.user ? room.addresses.find(*enrolment.user) : room.addresses.end();
  if (address != room.addresses.end()) data["email"] = address->second.email;
  const auto tally = room.tallies.find(enrolment.id);
  if (tally != room.tallies.end()) data["attendance"] = tally_data(tally->second);
  return data;
}

// A pair's request stands there once, under its inviter.
json people(const CourseRoom& room, const std::string& zone, const std::vector<EnrolmentState>& states,
            bool pairs_once) {
  auto all = json::array();
  for (const auto& enrolment : room.enrolments) {
    if (std::find(states.begin(), states.end(), enrolment.state) == states.end()) continue;
    if (pairs_once && enrolment.pair && !enrolment.inviter && partner_of(room, enrolment)) continue;
    all.push_back(person_data(room, enrolment, zone));
  }
  return all;
}

json by_name(json people) {
  std::stable_sort(people.begin(), people.end(), [](const json& a, const json& b) { return a["name"] < b["name"]; });
  return people;
}

json moves_data(const CourseRoom& room, const std::string& zone) {
  auto all = json::array();
  for (const auto& move : room.moves) {
    const auto mover = room.movers.find(move.enrolment);
    if (mover == room.movers.end()) continue;
    json data{{"id", number(move.id)},
              {"name", known_name(room, mover->second.user)},
              {"from", day_moment(move.starts_on, zone)},
              {"to", day_moment(move.ends_on, zone)},
              {"asked", moment(move.created_at)},
              {"note", move.note}};
    data["course_id"] = number(room.course.id);
    data["teacher"] = teacher_name(room, move.teacher);
    if (mover->second.course != room.course.id) data["comes"] = true;
    all.push_back(std::move(data));
  }
  return all;
}

json lesson_data(const Lesson& lesson, const Course& course) {
  json data{{"id", number(lesson.id)},
            {"starts", moment(lesson.starts_at)},
            {"ends", moment(lesson.ends_at, MomentStyle::Time)},
            {"hall", lesson.hall ? lesson.hall->name : ""},
            {"teachers", names_of(teachers_of(course, lesson))},
            {"note", lesson.note}};
  if (lesson.cancelled) data["cancelled"] = true;
  return data;
}

// The last three that were, and the next twelve.
json near_lessons(const CourseRoom& room, Time now) {
  constexpr int kPast = 3, kNext = 12;
  const auto next = std::find_if(room.lessons.begin(), room.lessons.end(),
                                 [&](const Lesson& lesson) { return lesson.ends_at > now; });
  auto from = next - std::min<std::ptrdiff_t>(kPast, next - room.lessons.begin());
  const auto until = next + std::min<std::ptrdiff_t>(kNext, room.lessons.end() - next);
  auto all = json::array();
  for (; from != until; ++from) all.push_back(lesson_data(*from, room.course));
  return all;
}

json messages_data(const CourseRoom& room) {
  auto all = json::array();
  for (const auto& message : room.messages) {
    all.push_back(
        {{"author", known_name(room, message.author)},
         {"subject", message.subject},
         {"body", message.body},
         {"sent", moment(message.sent_at)},
         {"recipients",
          plural("to {count} student", "to {count} students", message.recipients).with("count", message.recipients)}});
  }
  return all;
}

// A spreadsheet would run what begins like a formula.
std::string csv_cell(std::string text) {
  if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos) text.insert(0, "'");
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + '"';
}

std::string csv_row(const std::vector<std::string>& cells) {
  std::string row;
  for (const auto& cell : cells) row += (row.empty() ? "" : ",") + csv_cell(cell);
  return row + "\r\n";
}

}  // namespace

json taught_courses_data(const TaughtCourses& taught, const std::string& zone) {
  auto all = json::array();
  for (const auto& [course, counts] : taught.courses) {
    json row{{"id", number(course.id)},
             {"title", course.title},
             {"from", day_moment(course.starts_on, zone)},
             {"to", day_moment(course.ends_on, zone)},
             {"hall", course.hall ? course.hall->name : ""},
             {"confirmed", counts.confirmed},
             {"capacity", course.capacity}};
    if (counts.requests > 0) {
      row["requests"] = plural("{count} request", "{count} requests", counts.requests).with("count", counts.requests);
    }
    if (counts.waiting > 0) row["waiting"] = _("waiting: {count}").with("count", counts.waiting);
    all.push_back(std::move(row));
  }
  return {{"linked", taught.linked}, {"courses", std::move(all)}};
}

json course_room_data(const CourseRoom& room, const std::string& zone, Time now) {
  using enum EnrolmentState;
  const auto& course = room.course;
  const auto confirmed = std::count_if(room.enrolments.begin(), room.enrolments.end(),
                                       [](const Enrolment& each) { return each.state == Confirmed; });
  return {{"id", number(course.id)},
          {"title", course.title},
          {"from", day_moment(course.starts_on, zone)},
          {"to", day_moment(course.ends_on, zone)},
          {"hall", course.hall ? course.hall->name : ""},
          {"teachers", names_of(course.teachers)},
          {"confirmed", confirmed},
          {"capacity", course.capacity},
          {"requests", people(room, zone, {Pending}, true)},
          {"waiting", people(room, zone, {Waiting, Offered}, true)},
          {"students", by_name(people(room, zone, {Confirmed}, false))},
          {"past_students", by_name(people(room, zone, {Completed}, false))},
          {"moves", moves_data(room, zone)},
          {"lessons", near_lessons(room, now)},
          {"messages", messages_data(room)}};
}

json lesson_room_data(const LessonRoom& room) {
  auto students = json::array();
  for (const auto& student : room.students) {
    const auto name = student.user ? room.names.find(*student.user) : room.names.end();
    json row{{"id", number(student.id)},
             {"name", name == room.names.end()         ? "–"
                      : name->second.full_name.empty() ? name->second.name
                                                       : name->second.full_name}};
    const auto mark = room.marks.find(student.id);
    auto choices = json::array();
    for (const auto presence : kPresences) {
      json choice{{"value", name_of(presence)}, {"label", text_of(presence)}};
      if (mark != room.marks.end() && mark->second == presence) choice["chosen"] = true;
      choices.push_back(std::move(choice));
    }
    row["choices"] = std::move(choices);
    if (mark == room.marks.end()) row["unmarked"] = true;
    students.push_back(std::move(row));
  }
  auto data = lesson_data(room.lesson, room.course);
  data["course"] = {{"id", number(room.course.id)}, {"title", room.course.title}};
  data["begun"] = room.begun;
  data["students"] = std::move(students);
  return data;
}

std::string students_csv(const CourseRoom& room) {
  auto file = "\xEF\xBB\xBF" + csv_row({"enrolment", "name", "email", "kind", "partner", "teacher", "from", "to",
                                        "state", "present", "late", "absent", "excused"});
  for (const auto& enrolment : room.enrolments) {
    const bool takes_part =
        enrolment.state == EnrolmentState::Confirmed || enrolment.state == EnrolmentState::Completed;
    if (!takes_part) continue;
    const auto address = enrolment.user ? room.addresses.find(*enrolment.user) : room.addresses.end();
    const auto* partner = partner_of(room, enrolment);
    std::vector<std::string> cells{std::to_string(number(enrolment.id)),
                                   room.name_of(enrolment.user),
                                   address == room.addresses.end() ? "" : address->second.email,
                                   std::string(name_of(enrolment.kind)),
                                   partner ? room.name_of(partner->user) : "",
                                   teacher_name(room, enrolment.teacher),
                                   enrolment.starts_on,
                                   enrolment.ends_on,
                                   std::string(name_of(enrolment.state))};
    const auto tally = room.tallies.find(enrolment.id);
    for (const auto presence : kPresences) {
      const auto at = static_cast<std::size_t>(presence);
      cells.push_back(std::to_string(tally == room.tallies.end() ? 0 : tally->second.at(at)));
    }
    file += csv_row(cells);
  }
  return file;
}

}  // namespace courses
