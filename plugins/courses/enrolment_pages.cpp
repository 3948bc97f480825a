#include "enrolment_pages.hpp"

#include <charconv>

#include "enrolment_data.hpp"

namespace courses {

using namespace callboard;
using nlohmann::json;

namespace {

constexpr const char* kList = "/enrolments";

// A positive number, or nothing.
std::optional<std::int64_t> number_in(const std::string& text) {
  std::int64_t number = 0;
  const auto* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || rest != end || number < 1) return std::nullopt;
  return number;
}

std::optional<EnrolmentState> state_in(const std::string& name) {
  for (int i = 0; i <= static_cast<int>(EnrolmentState::Cancelled); ++i) {
    const auto state = static_cast<EnrolmentState>(i);
    if (name_of(state) == name) return state;
  }
  return std::nullopt;
}

HistoryFilter filter_of(const Request& request) {
  HistoryFilter filter;
  filter.state = state_in(request.query("state").value_or(""));
  if (const auto course = number_in(request.query("course").value_or(""))) filter.course = CourseId{*course};
  constexpr std::int64_t kMostPages = 100;
  const auto page = number_in(request.query("page").value_or("1"));
  if (page && *page <= kMostPages) filter.page = static_cast<std::size_t>(*page - 1);
  return filter;
}

json state_choices(const std::optional<EnrolmentState>& chosen) {
  auto choices = json::array({{{"value", ""}, {"label", _("All states")}}});
  for (int i = 0; i <= static_cast<int>(EnrolmentState::Cancelled); ++i) {
    const auto state = static_cast<EnrolmentState>(i);
    choices.push_back({{"value", name_of(state)}, {"label", text_of(state)}, {"chosen", chosen == state}});
  }
  return choices;
}

json course_choices(const std::map<CourseId, std::string>& courses, const std::optional<CourseId>& chosen) {
  auto choices = json::array({{{"value", ""}, {"label", _("All courses")}}});
  for (const auto& [id, title] : courses) {
    choices.push_back({{"value", static_cast<std::int64_t>(id)}, {"label", title}, {"chosen", chosen == id}});
  }
  return choices;
}

// What the list is narrowed to, for the links to its other pages.
std::string query_of(const HistoryFilter& filter) {
  std::string query;
  if (filter.state) query += "state=" + std::string(name_of(*filter.state)) + "&";
  if (filter.course) query += "course=" + std::to_string(static_cast<std::int64_t>(*filter.course)) + "&";
  return query;
}

Text refusal_text(const Answer& answer) {
  switch (answer.outcome) {
    case Outcome::TooLate:
      return _("It is too late to cancel here: the first lesson is too near. Please talk to the school.");
    case Outcome::Lapsed: return _("You were too late: this has lapsed.");
    case Outcome::Clash:
    case Outcome::Closed: return answer.why;
    default: return _("This is not possible any more: the enrolment has changed meanwhile.");
  }
}

Response back(const Answer& answer, Text done) {
  if (answer.outcome == Outcome::Done) return see_other(kList).flash(std::move(done));
  return see_other(kList).flash(refusal_text(answer), Flash::Kind::Danger);
}

}  // namespace

void EnrolmentPages::add_routes(Routes& routes) const {
  const auto student = role("student");
  const auto get = [&](const char* pattern, auto page) {
    routes.get(pattern, student, [this, page](const Request& r, const Visitor& v) { return (this->*page)(r, v); });
  };
  const auto post = [&](const char* pattern, auto page) {
    routes.post(pattern, student, [this, page](const Request& r, const Visitor& v) { return (this->*page)(r, v); });
  };
  get("/enrolments", &EnrolmentPages::list);
  routes.get("/enrolments/{id}/cancel", student,
             [this](const Request& r, const Visitor& v) { return ask("courses/enrolment_cancel", r, v); });
  routes.get("/enrolments/{id}/invitation", student,
             [this](const Request& r, const Visitor& v) { return ask("courses/enrolment_invitation", r, v); });
  post("/enrolments/{id}/cancel", &EnrolmentPages::cancel);
  post("/enrolments/{id}/accept", &EnrolmentPages::accept);
  post("/enrolments/{id}/decline", &EnrolmentPages::decline);
  get("/enrolments/{id}/move", &EnrolmentPages::move_form);
  post("/enrolments/{id}/move", &EnrolmentPages::move);
  post("/enrolments/{id}/move/withdraw", &EnrolmentPages::withdraw);
}

Response EnrolmentPages::list(const Request& request, const Visitor& visitor) const {
  const auto filter = filter_of(request);
  const auto history = history_.list(visitor, filter);
  auto entries = json::array();
  for (const auto& entry : history.entries) entries.push_back(entry_data(timetable_, entry));
  json data{{"entries", entries},
            {"any", history.any},
            {"filtered", filter.state || filter.course},
            {"choices",
             {{"state", state_choices(filter.state)}, {"course", course_choices(history.courses, filter.course)}}}};
  if (filter.page > 0) data["previous"] = query_of(filter) + "page=" + std::to_string(filter.page);
  if (history.more) data["next_page"] = query_of(filter) + "page=" + std::to_string(filter.page + 2);
  return view_.render("courses/enrolments", std::move(data));
}

Response EnrolmentPages::ask(const char* page, const Request& request, const Visitor& visitor) const {
  const auto entry = history_.one(visitor, request.path<EnrolmentId>("id"));
  return view_.render(page, entry_data(timetable_, entry));
}

Response EnrolmentPages::cancel(const Request& request, const Visitor& visitor) const {
  return back(own_.cancel(visitor, request.path<EnrolmentId>("id")), _("The enrolment is cancelled."));
}

Response EnrolmentPages::accept(const Request& request, const Visitor& visitor) const {
  const auto answer = own_.accept(visitor, request.path<EnrolmentId>("id"));
  switch (answer.state) {
    case EnrolmentState::Confirmed: return back(answer, _("The place is yours."));
    case EnrolmentState::Waiting: return back(answer, _("The course is full: you are on the waiting list together."));
    default: return back(answer, _("You have accepted. Now the school decides, and we tell you both by e-mail."));
  }
}

Response EnrolmentPages::decline(const Request& request, const Visitor& visitor) const {
  return back(own_.decline(visitor, request.path<EnrolmentId>("id")), _("You have declined."));
}

json EnrolmentPages::move_data(const EnrolmentHistory::MoveChoice& choice, const MoveInput& input) const {
  auto courses = json::array();
  for (const auto& [id, title] : choice.courses) {
    courses.push_back({{"value", static_cast<std::int64_t>(id)},
                       {"label", title},
                       {"chosen", choice.course && choice.course->id == id}});
  }
  auto data = entry_data(timetable_, choice.entry);
  data["choices"] = {{"course", std::move(courses)}};
  data["values"] = {{"start", input.choice.start}, {"end", input.choice.end}, {"note", input.note}};
  if (!choice.course) return data;
  data["choices"]["teacher"] = teacher_choices(*choice.course, input.choice.teacher);
  data["to"] = static_cast<std::int64_t>(choice.course->id);
  data["to_title"] = choice.course->title;
  data["first_day"] = choice.course->starts_on;
  data["last_day"] = choice.course->ends_on;
  data["full"] = choice.course->free_places() == 0 && choice.course->id != choice.entry.enrolment.course;
  return data;
}

Response EnrolmentPages::move_form(const Request& request, const Visitor& visitor) const {
  const auto to = number_in(request.query("course").value_or(""));
  const auto choice =
      history_.move_choice(visitor, request.path<EnrolmentId>("id"), to ? std::optional(CourseId{*to}) : std::nullopt);
  const auto& own = choice.entry.enrolment;
  MoveInput input;
  if (choice.course && choice.course->id == own.course) {
    input.choice = {std::to_string(static_cast<std::int64_t>(own.teacher)), own.starts_on, own.ends_on};
  } else if (choice.course) {
    input.choice.start = std::max(timetable_.today(), choice.course->starts_on);
    input.choice.end = choice.course->ends_on;
  }
  return view_.render("courses/enrolment_move", move_data(choice, input));
}

Response EnrolmentPages::move(const Request& request, const Visitor& visitor) const {
  const auto id = request.path<EnrolmentId>("id");
  const auto& form = request.form();
  const MoveInput input{{form.value("teacher"), form.value("start"), form.value("end")}, form.value("note")};
  const auto to = CourseId{number_in(form.value("course")).value_or(0)};
  const auto wished = own_.ask_to_move(visitor, id, to, input);
  if (wished.faults) {
    auto data = move_data(history_.move_choice(visitor, id, to), input);
    data["faults"] = wished.faults.json();
    return view_.render("courses/enrolment_move", std::move(data), HttpStatus::UnprocessableContent)
        .flash(_("Please look at the marked fields."), Flash::Kind::Danger);
  }
  return back({wished.outcome, {}}, _("Your wish is sent. The school decides, and we tell you by e-mail."));
}

Response EnrolmentPages::withdraw(const Request& request, const Visitor& visitor) const {
  return back({own_.withdraw_move(visitor, request.path<EnrolmentId>("id")), {}}, _("Your wish is withdrawn."));
}

}  // namespace courses
