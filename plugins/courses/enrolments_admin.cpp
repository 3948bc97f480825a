#include "enrolments_admin.hpp"

#include "sql_enrolment_counts.hpp"

namespace courses {

using namespace callboard;
using nlohmann::json;

namespace {

std::vector<AdminChoice> state_choices() {
  std::vector<AdminChoice> choices;
  for (int i = 0; i <= static_cast<int>(EnrolmentState::Cancelled); ++i) {
    const auto state = static_cast<EnrolmentState>(i);
    choices.push_back({std::string(name_of(state)), text_of(state)});
  }
  return choices;
}

std::vector<AdminChoice> kind_choices() {
  return {{"personal", text_of(EnrolmentKind::Personal)}, {"pair", text_of(EnrolmentKind::Pair)}};
}

std::vector<AdminChoice> audit_words() {
  return {{"requested", _("A place was asked for")},
          {"invited", _("A partner was invited")},
          {"declined", _("An invitation was declined, or lapsed")},
          {"waits", _("The request was put on the waiting list")},
          {"offered", _("A free place was offered")},
          {"lapsed", _("An offer was declined, or lapsed")},
          {"confirmed", _("The enrolment was confirmed")},
          {"rejected", _("The request was rejected")},
          {"cancelled", _("The enrolment was cancelled")},
          {"completed", _("The course was completed")},
          {"move_asked", _("A move was asked for")},
          {"moved", _("The student was moved")},
          {"move_declined", _("A move was declined")},
          {"move_withdrawn", _("A wish to move was withdrawn")},
          {"line_changed", _("The order of the waiting list was changed")}};
}

AdminField reference(const char* name, Text label, const char* sql, const char* resource) {
  return {.name = name,
          .label = std::move(label),
          .kind = AdminKind::Reference,
          .sql = sql,
          .filterable = true,
          .editable = false,
          .resource = resource};
}

AdminField day(const char* name, Text label) {
  return {.name = name, .label = std::move(label), .kind = AdminKind::Date, .editable = false};
}

std::vector<AdminField> fields() {
  AdminField state{.name = "state",
                   .label = _("State"),
                   .kind = AdminKind::Choice,
                   .filterable = true,
                   .editable = false,
                   .choices = state_choices()};
  AdminField kind{.name = "kind",
                  .label = _("Kind"),
                  .kind = AdminKind::Choice,
                  .filterable = true,
                  .editable = false,
                  .choices = kind_choices()};
  AdminField created{.name = "created_at",
                     .label = _("Asked for"),
                     .kind = AdminKind::Moment,
                     .sortable = true,
                     .filterable = true,
                     .editable = false};
  AdminField place{.name = "place",
                   .label = _("Place in line"),
                   .kind = AdminKind::Number,
                   .sql = sql_place_in_line(),
                   .editable = false};
  AdminField until{.name = "offered_until",
                   .label = _("Offered until"),
                   .kind = AdminKind::Moment,
                   .listed = false,
                   .editable = false};
  AdminField reason{.name = "reason", .label = _("Reason"), .listed = false, .editable = false};
  return {std::move(created),
          reference("student", _("Student"), "t.user_id", "students"),
          reference("course", _("Course"), "t.course_id", "courses"),
          std::move(state),
          std::move(kind),
          reference("teacher", _("Teacher"), "t.teacher_id", "teachers"),
          day("starts_on", _("From")),
          day("ends_on", _("Until")),
          std::move(place),
          std::move(until),
          std::move(reason)};
}

AdminField reason_field(bool required) {
  return {
      .name = "reason", .label = _("Reason"), .required = required, .longest = 500, .hint = _("The student reads it.")};
}

// Whether an administrator may take an enrolment of this record's state there.
std::function<bool(const json&)> may_become(EnrolmentState to) {
  return [to](const json& record) {
    return may_go(enrolment_state_of(record.at("state").get<std::string>()), to, Mover::School);
  };
}

bool waits(const json& record) { return record.at("state") == name_of(EnrolmentState::Waiting); }

void refuse_unless_done(const Decision& decision) {
  if (decision.decided == Decided::Gone) throw NotFound("an enrolment");
  if (decision.decided != Decided::Done) throw AdminRefusal(text_of(decision));
}

std::string reason_of(const json& values) { return values.at("reason").get<std::string>(); }

}  // namespace

std::vector<AdminAction> EnrolmentsAdmin::decisions() const {
  AdminAction confirm{
      .name = "confirm",
      .label = _("Confirm"),
      .offered = may_become(EnrolmentState::Confirmed),
      .run = [this](Transaction& tx, const AdminCall& call, std::int64_t id,
                    const json&) { refuse_unless_done(decisions_.confirm(tx, call.by, EnrolmentId{id})); },
      .done = _("Confirmed.")};
  AdminAction reject{.name = "reject",
                     .label = _("Reject"),
                     .danger = true,
                     .fields = {reason_field(true)},
                     .offered = may_become(EnrolmentState::Rejected),
                     .run =
                         [this](Transaction& tx, const AdminCall& call, std::int64_t id, const json& values) {
                           refuse_unless_done(decisions_.reject(tx, call.by, EnrolmentId{id}, reason_of(values)));
                         },
                     .done = _("Rejected.")};
  AdminAction cancel{
      .name = "cancel",
      .label = _("Cancel the enrolment"),
      .question = _("The place is free again and goes to the next in line. A pair is cancelled together."),
      .danger = true,
      .fields = {reason_field(true)},
      .offered = may_become(EnrolmentState::Cancelled),
      .run =
          [this](Transaction& tx, const AdminCall& call, std::int64_t id, const json& values) {
            refuse_unless_done(decisions_.cancel(tx, call.by, EnrolmentId{id}, reason_of(values)));
          },
      .done = _("Cancelled.")};
  return {std::move(confirm), std::move(reject), std::move(cancel)};
}

std::vector<AdminAction> EnrolmentsAdmin::line() const {
  const auto action = [this](const char* name, Text label, WaitingLine::To to) {
    return AdminAction{.name = name,
                       .label = std::move(label),
                       .for_many = false,
                       .offered = waits,
                       .run =
                           [this, to](Transaction& tx, const AdminCall& call, std::int64_t id, const json&) {
                             if (line_.move(tx, call.by, EnrolmentId{id}, to)) return;
                             throw AdminRefusal(_("It stands there already, or does not wait any more."));
                           },
                       .done = _("The order of the waiting list is changed.")};
  };
  AdminAction add{.name = "wait",
                  .label = _("To the waiting list"),
                  .offered = may_become(EnrolmentState::Waiting),
                  .run =
                      [this](Transaction& tx, const AdminCall& call, std::int64_t id, const json&) {
                        if (line_.add(tx, call.by, EnrolmentId{id})) return;
                        throw AdminRefusal(_("Somebody has decided this already, or it was cancelled."));
                      },
                  .done = _("On the waiting list.")};
  return {action("front", _("To the front of the line"), WaitingLine::To::Front),
          action("up", _("Up in the line"), WaitingLine::To::Up),
          action("down", _("Down in the line"), WaitingLine::To::Down), std::move(add)};
}

AdminResource EnrolmentsAdmin::resource() const {
  auto actions = decisions();
  for (auto& action : line()) actions.push_back(std::move(action));
  return {.name = "courses/enrolments",
          .record = kEnrolmentRecord,
          .label = _("Enrolments"),
          .one = _("Enrolment"),
          .order = 25,
          .table = "courses_enrolments",
          .title = sql_enrolment_title(),
          .fields = fields(),
          .search_through = {"student", "course"},
          .sort = "-created_at",
          .actions = std::move(actions),
          .audit_words = audit_words(),
          .may_create = false,
          .may_change = false,
          .may_remove = false,
          .audited = true,
          .person = [](const json& record) -> std::optional<UserId> {
            const auto& student = record.at("student");
            return student.is_null() ? std::nullopt : std::optional(UserId{student.get<std::int64_t>()});
          }};
}

PendingWork EnrolmentsAdmin::pending() {
  return {_("Requests for a place"), "/admin/courses/enrolments?state=pending", 20,
          [](Transaction& tx) { return pending_requests(tx); }};
}

DashboardPlot EnrolmentsAdmin::by_week(const Clock& clock, const Site& site) {
  return {.name = "courses.enrolments",
          .title = _("Requests for a place by week"),
          .order = 20,
          .data = [&clock, &site](Transaction& tx) { return plot_by_week(tx, clock.now(), site.info()->time_zone); }};
}

}  // namespace courses
