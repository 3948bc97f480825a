#include "booking_pages.hpp"

#include "enrolment_data.hpp"

namespace courses {

using namespace callboard;
using nlohmann::json;

namespace {

BookingInput input_of(const Form& form) {
  return {{form.value("teacher"), form.value("start"), form.value("end")}, form.value("kind"), form.value("partner")};
}

json course_data(const Course& course) {
  return {{"id", static_cast<std::int64_t>(course.id)},
          {"title", course.title},
          {"price", course.price},
          {"free", plural("{count} place is free", "{count} places are free", course.free_places())},
          {"full", course.free_places() == 0}};
}

json kind_choices(const Course& course, const std::string& chosen) {
  auto choices = json::array();
  const auto add = [&](EnrolmentKind kind, Text label) {
    const auto name = name_of(kind);
    choices.push_back({{"value", name}, {"label", std::move(label)}, {"chosen", name == chosen}});
  };
  if (course.personal) add(EnrolmentKind::Personal, _("Personal: I come alone"));
  if (course.pair) add(EnrolmentKind::Pair, _("Pair: I come with a partner"));
  return choices;
}

json values_of(const BookingInput& input) {
  return {{"teacher", input.choice.teacher},
          {"kind", input.kind},
          {"start", input.choice.start},
          {"end", input.choice.end},
          {"partner", input.partner}};
}

Text done_text(const Booked& booked) {
  switch (booked.state) {
    case EnrolmentState::Invited:
      return _("Your partner is invited. As soon as the invitation is accepted, the school decides.");
    case EnrolmentState::Waiting: return _("The course is full: you are on the waiting list.");
    default: return _("Your request is sent. The school decides, and we tell you by e-mail.");
  }
}

}  // namespace

void BookingPages::add_routes(Routes& routes) const {
  routes.get("/courses/{id}/enrol", role("student"),
             [this](const Request& request, const Visitor& visitor) { return show(request, visitor); });
  routes.post("/courses/{id}/enrol", role("student"),
              [this](const Request& request, const Visitor& visitor) { return send(request, visitor); });
}

json BookingPages::form_data(const Course& course, const BookingInput& input) const {
  return {{"course", course_data(course)},
          {"values", values_of(input)},
          {"choices", {{"teacher", teacher_choices(course, input.choice.teacher)}}},
          {"kinds", kind_choices(course, input.kind)},
          {"pair_possible", course.pair},
          {"first_day", course.starts_on},
          {"last_day", course.ends_on},
          {"from", day_data(timetable_, course.starts_on)},
          {"until", day_data(timetable_, course.ends_on)}};
}

// What was chosen travels in the query when somebody comes back from the summary.
Response BookingPages::show(const Request& request, const Visitor& visitor) const {
  const auto start = booking_.start(visitor, request.path<CourseId>("id"));
  if (start.own || !start.closed.empty()) {
    return view_.render("courses/enrol_closed",
                        {{"course", course_data(start.course)},
                         {"own", start.own.has_value()},
                         {"why", start.own ? _("You are enrolled in this course already.") : start.closed}});
  }
  auto input = input_of(request.query());
  if (input.choice.start.empty()) input.choice.start = start.first_day;
  if (input.choice.end.empty()) input.choice.end = start.last_day;
  if (input.kind.empty()) input.kind = name_of(start.course.personal ? EnrolmentKind::Personal : EnrolmentKind::Pair);
  return view_.render("courses/enrol", form_data(start.course, input));
}

Response BookingPages::send(const Request& request, const Visitor& visitor) const {
  const auto id = request.path<CourseId>("id");
  const auto& form = request.form();
  const auto input = input_of(form);
  if (form.value("preview") == "1") return summary(visitor, id, input);
  const auto booked = booking_.book(visitor, id, input);
  if (booked.faults) return refuse(booked.course, input, booked.faults);
  return see_other("/enrolments").flash(done_text(booked));
}

Response BookingPages::summary(const Visitor& visitor, CourseId id, const BookingInput& input) const {
  const auto planned = booking_.plan(visitor, id, input);
  if (!planned.plan) return refuse(planned.course, input, planned.faults);
  return view_.render("courses/enrol_summary", {{"course", course_data(planned.course)},
                                                {"values", values_of(input)},
                                                {"plan", plan_data(timetable_, *planned.plan)}});
}

Response BookingPages::refuse(const Course& course, const BookingInput& input, const Faults& faults) const {
  auto data = form_data(course, input);
  data["faults"] = faults.json();
  const auto whole = faults.all().find("course");
  return view_.render("courses/enrol", std::move(data), HttpStatus::UnprocessableContent)
      .flash(whole == faults.all().end() ? _("Please look at the marked fields.") : whole->second, Flash::Kind::Danger);
}

}  // namespace courses
