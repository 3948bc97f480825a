#include "teacher_pages.hpp"

#include <algorithm>

#include <callboard/encoding.hpp>

#include "teacher_data.hpp"

namespace courses {

using namespace callboard;
using nlohmann::json;

namespace {

constexpr std::size_t kLongestSubject = 150, kLongestMessage = 4000;  // bytes of UTF-8 at most four times as many

std::size_t characters(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

bool says_nothing(const std::string& text) { return text.find_first_not_of(" \t\r\n") == std::string::npos; }

Faults check_message(const std::string& subject, const std::string& body) {
  Faults faults;
  if (says_nothing(subject)) faults.add("subject", _("A subject is needed."));
  if (characters(subject) > kLongestSubject) faults.add("subject", _("At most 150 characters."));
  if (has_control_characters(subject)) faults.add("subject", _("The subject is one line."));
  if (says_nothing(body)) faults.add("body", _("A text is needed."));
  if (characters(body) > kLongestMessage) faults.add("body", _("At most 4000 characters."));
  return faults;
}

// "state_17=late"; what is no state leaves the student unmarked.
Marks marks_in(const Form& form, const LessonRoom& room) {
  const bool all_present = form.value("all") == "1";
  Marks marks;
  for (const auto& student : room.students) {
    const auto given = form.get("state_" + std::to_string(static_cast<std::int64_t>(student.id)));
    if (all_present) {
      marks[student.id] = Presence::Present;
    } else if (given) {
      marks[student.id] = presence_of(*given);
    }
  }
  return marks;
}

}  // namespace

// Administrators may do what teachers may, so what a visitor must be is asked by the use case.
void TeacherPages::add_routes(Routes& routes) {
  routes.get("/teacher", signed_in, [this](const Request&, const Visitor& v) { return courses(v); });
  routes.get("/teacher/courses/{id}", signed_in, [this](const Request& r, const Visitor& v) { return course(r, v); });
  routes.get("/teacher/courses/{id}/list", signed_in,
             [this](const Request& r, const Visitor& v) { return printed(r, v); });
  routes.get("/teacher/courses/{id}/students.csv", signed_in,
             [this](const Request& r, const Visitor& v) { return csv(r, v); });
  routes.get("/teacher/lessons/{id}", signed_in, [this](const Request& r, const Visitor& v) { return lesson(r, v); });
  routes.post("/teacher/lessons/{id}", signed_in, [this](const Request& r, const Visitor& v) { return mark(r, v); });
  routes.get("/teacher/courses/{id}/message", signed_in,
             [this](const Request& r, const Visitor& v) { return message(r, v); });
  routes.post("/teacher/courses/{id}/message", signed_in,
              [this](const Request& r, const Visitor& v) { return send_message(r, v); });
}

Response TeacherPages::courses(const Visitor& visitor) const {
  return parts_.view.render("courses/teacher",
                            taught_courses_data(teaching_.courses(visitor), parts_.site.info()->time_zone));
}

json TeacherPages::data_of(const Request& request, const Visitor& visitor) const {
  const auto room = teaching_.course(visitor, request.path<CourseId>("id"));
  return course_room_data(room, parts_.site.info()->time_zone, parts_.clock.now());
}

Response TeacherPages::course(const Request& request, const Visitor& visitor) const {
  return parts_.view.render("courses/teacher_course", data_of(request, visitor));
}

Response TeacherPages::printed(const Request& request, const Visitor& visitor) const {
  return parts_.view.render("courses/teacher_list", data_of(request, visitor));
}

Response TeacherPages::csv(const Request& request, const Visitor& visitor) const {
  const auto id = request.path<CourseId>("id");
  auto file = students_csv(teaching_.course(visitor, id));
  parts_.database.transact([&](Transaction& tx) {
    parts_.audit.record(tx, visitor, {"exported", "course", static_cast<std::int64_t>(id)});
  });
  return Response::bytes(std::move(file), "text/csv; charset=utf-8")
      .header("Content-Disposition",
              "attachment; filename=\"students-" + std::to_string(static_cast<std::int64_t>(id)) + ".csv\"")
      .header("Cache-Control", "no-store");
}

Response TeacherPages::lesson(const Request& request, const Visitor& visitor) const {
  return parts_.view.render("courses/teacher_lesson",
                            lesson_room_data(teaching_.lesson(visitor, request.path<LessonId>("id"))));
}

Response TeacherPages::mark(const Request& request, const Visitor& visitor) const {
  const auto id = request.path<LessonId>("id");
  const auto room = teaching_.lesson(visitor, id);
  const auto here = "/teacher/lessons/" + std::to_string(static_cast<std::int64_t>(id));
  if (!teaching_.mark(visitor, id, marks_in(request.form(), room))) {
    return see_other(here).flash(_("Nobody can have come yet, or the lesson is cancelled."), Flash::Kind::Danger);
  }
  return see_other(here).flash(_("The attendance is saved."));
}

Response TeacherPages::message(const Request& request, const Visitor& visitor) const {
  return parts_.view.render("courses/teacher_message", data_of(request, visitor));
}

Response TeacherPages::send_message(const Request& request, const Visitor& visitor) const {
  const auto& form = request.form();
  const auto subject = form.value("subject"), body = form.value("body");
  if (const auto faults = check_message(subject, body)) {
    auto data = data_of(request, visitor);
    data["values"] = {{"subject", subject}, {"body", body}};
    data["faults"] = faults.json();
    return parts_.view.render("courses/teacher_message", std::move(data), HttpStatus::UnprocessableContent)
        .flash(_("The message was not sent."), Flash::Kind::Danger);
  }
  const auto id = request.path<CourseId>("id");
  const auto count = teaching_.write_to(visitor, id, subject, body);
  return see_other(teacher_url(id))
      .flash(plural("Your message is on its way to {count} student.", "Your message is on its way to {count} students.",
                    count)
                 .with("count", count));
}

}  // namespace courses
