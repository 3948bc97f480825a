#include "request_pages.hpp"

#include <algorithm>
#include <charconv>
#include <set>

#include "teacher_data.hpp"

namespace courses {

using namespace callboard;

namespace {

constexpr std::size_t kLongestAnswer = 500;  // characters

std::optional<std::int64_t> number_in(const std::string& text) {
  std::int64_t id = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (error != std::errc{} || end != text.data() + text.size() || id < 1) return std::nullopt;
  return id;
}

Text fault_of_reason(const std::string& text) {
  const auto length = std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; });
  if (static_cast<std::size_t>(length) > kLongestAnswer) return _("The reason has at most 500 characters.");
  const bool control = std::any_of(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\r' && c != '\t') || c == 0x7F;
  });
  return control ? _("There are control characters in this text.") : Text();
}

std::string reason_in(const std::string& text) {
  if (auto fault = fault_of_reason(text); !fault.empty()) throw BadRequest(std::move(fault), "a reason that is none");
  return text;
}

// A form's, to go back to it; a program's is refused where it is read.
Text fault_of_form(const Request& request) {
  if (request.media_type() == "application/json") return {};
  return fault_of_reason(request.form().value("reason"));
}

// From a form, or from a program's JSON.
std::string reason_of(const Request& request) {
  if (request.media_type() != "application/json") return reason_in(request.form().value("reason"));
  const auto body = request.json();
  const auto reason = body.find("reason");
  if (reason == body.end()) return {};
  if (!reason->is_string()) throw BadRequest(_("The reason is a text."), "a reason that is no text");
  return reason_in(reason->get<std::string>());
}

// The ticked ones, or the one whose own button was pressed.
std::vector<EnrolmentId> chosen_in(const Form& form, const char* button) {
  std::vector<EnrolmentId> ids;
  auto texts = form.all("enrolments");
  if (form.has(button)) texts = {form.value(button)};
  for (const auto& text : texts) {
    if (const auto id = number_in(text)) ids.push_back(EnrolmentId{*id});
  }
  return ids;
}

HttpStatus status_of(Decided decided) {
  switch (decided) {
    case Decided::Done: return HttpStatus::Ok;
    case Decided::NotYours:
    case Decided::Gone: return HttpStatus::NotFound;
    default: return HttpStatus::Conflict;
  }
}

}  // namespace

void RequestPages::add_routes(Routes& routes) {
  const auto post = [&](const char* pattern, auto handler) { routes.post(pattern, signed_in, handler); };
  post("/teacher/enrolments/{id}/confirm",
       [this](const Request& r, const Visitor& v) { return one(r, v, Verdict::Confirm); });
  post("/teacher/enrolments/{id}/reject",
       [this](const Request& r, const Visitor& v) { return one(r, v, Verdict::Reject); });
  post("/teacher/courses/{id}/requests", [this](const Request& r, const Visitor& v) { return several(r, v); });
  post("/teacher/moves/{id}/accept",
       [this](const Request& r, const Visitor& v) { return move(r, v, Verdict::Confirm); });
  post("/teacher/moves/{id}/decline",
       [this](const Request& r, const Visitor& v) { return move(r, v, Verdict::Reject); });
}

std::vector<Decision> RequestPages::decide(const Visitor& visitor, Verdict verdict,
                                           const std::vector<EnrolmentId>& enrolments, const std::string& reason) {
  return verdict == Verdict::Confirm ? decisions_.confirm(visitor, enrolments)
                                     : decisions_.reject(visitor, enrolments, reason);
}

Response RequestPages::one(const Request& request, const Visitor& visitor, Verdict verdict) {
  const auto id = request.path<EnrolmentId>("id");
  const auto course = teaching_.course_of(visitor, id);
  if (auto fault = fault_of_form(request); !fault.empty() && !request.wants_json()) {
    return once_more(visitor, course, {request.form().value("reason"), std::move(fault), {id}});
  }
  const auto decisions = decide(visitor, verdict, {id}, reason_of(request));
  if (!request.wants_json()) return outcome(course, verdict, decisions, visitor);
  const auto& decision = decisions.front();
  const auto text = decision.decided != Decided::Done ? text_of(decision)
                    : verdict == Verdict::Confirm     ? _("The enrolment is confirmed.")
                                                      : _("The request is rejected.");
  return Response::json({{"message", parts_.view.translate(text, visitor.language)}}, status_of(decision.decided));
}

Response RequestPages::several(const Request& request, const Visitor& visitor) {
  constexpr std::size_t kMost = 200;
  const auto& form = request.form();
  const auto course = teaching_.course(visitor, request.path<CourseId>("id"));
  const bool confirms = form.has("confirm_one") || form.value("decision") == "confirm";
  const auto asked = chosen_in(form, confirms ? "confirm_one" : "reject_one");
  // Only what is this page's: a pair by its inviter.
  std::set<EnrolmentId> known;
  for (const auto& enrolment : course.enrolments) known.insert(enrolment.id);
  std::vector<EnrolmentId> chosen;
  std::copy_if(asked.begin(), asked.end(), std::back_inserter(chosen),
               [&](EnrolmentId id) { return known.contains(id); });
  if (chosen.empty()) {
    return see_other(teacher_url(course.course.id))
        .flash(asked.empty() ? _("Tick the requests that you want to decide.")
                             : _("Somebody has decided this already, or it was cancelled."),
               Flash::Kind::Warning);
  }
  if (chosen.size() > kMost) throw BadRequest(_("At most 200 at once."), "too many requests at once");
  if (auto fault = fault_of_form(request); !fault.empty()) {
    return once_more(visitor, course.course.id, {form.value("reason"), std::move(fault), chosen});
  }
  const auto verdict = confirms ? Verdict::Confirm : Verdict::Reject;
  return outcome(course.course.id, verdict, decide(visitor, verdict, chosen, reason_of(request)), visitor);
}

Response RequestPages::once_more(const Visitor& visitor, CourseId course, const Typed& typed) const {
  auto data = course_room_data(teaching_.course(visitor, course), parts_.site.info()->time_zone, parts_.clock.now());
  for (auto& request : data["requests"]) {
    const EnrolmentId id{request["id"].get<std::int64_t>()};
    if (std::find(typed.chosen.begin(), typed.chosen.end(), id) != typed.chosen.end()) request["chosen"] = true;
  }
  if (typed.move) {
    for (auto& move : data["moves"]) {
      if (move["id"] == to_number(*typed.move)) move.update({{"typed", typed.reason}, {"fault", typed.fault}});
    }
  } else {
    Faults faults;
    faults.add("reason", typed.fault);
    data["values"] = {{"reason", typed.reason}};
    data["faults"] = faults.json();
  }
  return parts_.view.render("courses/teacher_course", std::move(data), HttpStatus::UnprocessableContent)
      .flash(_("Nothing was decided."), Flash::Kind::Danger);
}

Response RequestPages::outcome(CourseId course, Verdict verdict, const std::vector<Decision>& decisions,
                               const Visitor& visitor) const {
  constexpr int kNamed = 5;
  const auto room = teaching_.course(visitor, course);
  long long done = 0;
  int named = 0;
  std::string others;
  for (const auto& decision : decisions) {
    if (decision.decided == Decided::Done) {
      ++done;
    } else if (named++ < kNamed) {
      const auto found = std::find_if(room.enrolments.begin(), room.enrolments.end(),
                                      [&](const Enrolment& each) { return each.id == decision.enrolment; });
      const auto name = found == room.enrolments.end() ? std::string() : room.name_of(found->user);
      others += ' ' + (name.empty() ? "" : name + ": ") + parts_.view.translate(text_of(decision), visitor.language);
    }
  }
  auto text = verdict == Verdict::Confirm
                  ? plural("{count} request is confirmed.", "{count} requests are confirmed.", done)
                  : plural("{count} request is rejected.", "{count} requests are rejected.", done);
  text = text.with("count", done);
  if (others.empty()) return see_other(teacher_url(course)).flash(text);
  return see_other(teacher_url(course))
      .flash(_("{done} Not decided:{others}")
                 .with("done", parts_.view.translate(text, visitor.language))
                 .with("others", others + (named > kNamed ? " …" : "")),
             done > 0 ? Flash::Kind::Warning : Flash::Kind::Danger);
}

Response RequestPages::move(const Request& request, const Visitor& visitor, Verdict verdict) {
  if (!visitor.has_role("teacher") && !visitor.has_role("admin")) throw Forbidden("not a teacher");
  const auto id = request.path<MoveRequestId>("id");
  const auto back = number_in(request.form().value("course"));
  const auto to = back ? teacher_url(CourseId{*back}) : std::string("/teacher");
  if (auto fault = fault_of_form(request); !fault.empty()) {
    if (!back) return see_other(to).flash(fault, Flash::Kind::Danger);
    return once_more(visitor, CourseId{*back}, {request.form().value("reason"), std::move(fault), {}, id});
  }
  const auto decision = verdict == Verdict::Confirm ? decisions_.accept_move(visitor, id)
                                                    : decisions_.decline_move(visitor, id, reason_of(request));
  if (decision.decided == Decided::NotYours) throw NotFound("another teacher's course");
  if (decision.decided != Decided::Done) return see_other(to).flash(text_of(decision), Flash::Kind::Danger);
  return see_other(to).flash(verdict == Verdict::Confirm ? _("The student is moved.")
                                                         : _("The wish to move is declined."));
}

}  // namespace courses
