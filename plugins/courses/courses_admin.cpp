#include "courses_admin.hpp"

#include "course_fields.hpp"
#include "schedule_data.hpp"
#include "school_days.hpp"
#include "sql_catalogue_office.hpp"
#include "written_times.hpp"

namespace courses {

using namespace callboard;
using nlohmann::json;

namespace {

constexpr std::chrono::days kUsualLength{90};
constexpr std::chrono::days kLongest{2 * 366};

json merged(const json& record, const json& values) {
  auto all = record.is_object() ? record : json::object();
  all.update(values);
  return all;
}

bool is_blank(const std::string& text) { return text.find_first_not_of(" \t\r\n") == std::string::npos; }

void check_dates(Faults& faults, const json& all) {
  const auto from = day_of(all.at("starts_on").get<std::string>()),
             until = day_of(all.at("ends_on").get<std::string>());
  if (until < from) faults.add("ends_on", _("This day is before the first one."));
  if (until - from > kLongest) faults.add("ends_on", _("A course lasts for two years at most."));
}

// The same turn as that of whoever enrols there: what is checked of the enrolments holds until the end.
std::string turn_of(CourseId course) { return "course/" + std::to_string(to_number(course)); }

ClashFields clash_fields(const AdminCall& call) { return {"hall", "teachers", call.by.language}; }

AdminAction state_action(const char* name, Text label, Text question, Text done) {
  return {.name = name, .label = std::move(label), .question = std::move(question), .run = {}, .done = std::move(done)};
}

bool is(const json& record, CourseState state) { return record.at("state") == name_of(state); }

}  // namespace

// Who is enrolled was promised this period and this teacher.
void CoursesAdmin::check_promises(Transaction& tx, const AdminCall& call, Faults& faults, CourseId course,
                                  const json& all) const {
  const auto in_words = [&](const std::string& day) {
    return written(parts_.view, day_moment(day, parts_.site.info()->time_zone), call.by.language);
  };
  if (const auto period = SqlCatalogueOffice::enrolled(tx, course)) {
    if (period->from < all.at("starts_on").get<std::string>()) {
      faults.add("starts_on", _("Somebody is enrolled from {date} on.").with("date", in_words(period->from)));
    }
    if (period->until > all.at("ends_on").get<std::string>()) {
      faults.add("ends_on", _("Somebody is enrolled until {date}.").with("date", in_words(period->until)));
    }
  }
  for (const auto& name : SqlCatalogueOffice::missed_teachers(tx, course, all.value("teachers", json::array()))) {
    faults.add("teachers", _("{name} has students here, and cannot be taken off.").with("name", name));
  }
}

Faults CoursesAdmin::check(Transaction& tx, const AdminCall& call, const json& record, const json& values) const {
  auto all = merged(record, values);
  complete_dates(all);
  Faults faults;
  if (is_blank(all.value("title", std::string()))) faults.add("title", _("This field is needed."));
  check_dates(faults, all);
  if (!weekly_times_in(all.value("schedule", std::string()))) {
    faults.add("schedule", _("This cannot be read. Write it like: Mon 18:00-19:30, Wed 18:00-19:30."));
  }
  if (all.at("state") != name_of(CourseState::Draft) && all.value("teachers", json::array()).empty()) {
    faults.add("teachers", _("A course that is published needs a teacher."));
  }
  if (record.is_object()) check_promises(tx, call, faults, CourseId{record.at("id").get<std::int64_t>()}, all);
  return faults;
}

void CoursesAdmin::complete_dates(json& values) const {
  const auto missing = [&](const char* field) { return values.value(field, std::string()).empty(); };
  if (missing("starts_on")) {
    values["starts_on"] = date_of(today(parts_.clock.now(), parts_.site.info()->time_zone));
  }
  if (missing("ends_on")) values["ends_on"] = date_of(day_of(values["starts_on"].get<std::string>()) + kUsualLength);
}

std::int64_t CoursesAdmin::create(Transaction& tx, const AdminCall& call, json values) const {
  parts_.courses.take_turn(tx, kCatalogueTurn);
  complete_dates(values);
  auto columns = course_columns(values);
  columns.emplace_back("capacity", values.at("capacity"));
  const auto id = SqlRows::insert(tx, "courses_courses", columns);
  SqlRows::set_members(tx, kTeachersOfCourse, id, values.value("teachers", json::array()));
  set_times(tx, CourseId{id}, values.value("schedule", std::string()));
  parts_.planner.plan(tx, CourseId{id}, LessonPlanner::Check::Changed, clash_fields(call));
  return id;
}

void CoursesAdmin::change(Transaction& tx, const AdminCall& call, CourseId id, const json& given) const {
  parts_.courses.take_turn(tx, kCatalogueTurn);
  parts_.courses.take_turn(tx, turn_of(id));
  auto values = given;
  if (values.contains("starts_on") || values.contains("ends_on")) {
    const auto now = parts_.courses.course(tx, id);
    if (!now) throw NotFound("course");
    if (!values.contains("starts_on")) values["starts_on"] = now->starts_on;
    if (!values.contains("ends_on")) values["ends_on"] = now->ends_on;
    complete_dates(values);
  }
  SqlRows::update(tx, "courses_courses", to_number(id), course_columns(values));
  if (values.contains("capacity") &&
      !SqlCatalogueOffice::set_capacity(tx, id, values["capacity"].get<std::int64_t>())) {
    Faults faults;
    faults.add("capacity", _("More places than that are taken already."));
    throw AdminRefusal(std::move(faults));
  }
  if (values.contains("teachers")) SqlRows::set_members(tx, kTeachersOfCourse, to_number(id), values["teachers"]);
  keep_promises(tx, call, id);
  if (values.contains("schedule")) set_times(tx, id, values["schedule"].get<std::string>());
  const bool told = values.contains("title") || values.contains("hall") || values.contains("teachers");
  if (told) SqlCatalogueOffice::raise_sequence(tx, id, values.contains("hall"), parts_.clock.now());
  const bool all = values.contains("hall") || values.contains("teachers");
  parts_.planner.plan(tx, id, all ? LessonPlanner::Check::All : LessonPlanner::Check::Changed, clash_fields(call),
                      told);
  if (changes_ && values.contains("capacity")) changes_->offer_free_places(tx, id);
}

// Once more, of what is stored now: somebody may have enrolled between the check and the course's turn.
void CoursesAdmin::keep_promises(Transaction& tx, const AdminCall& call, CourseId id) const {
  const auto course = parts_.courses.course(tx, id);
  if (!course) throw NotFound("course");
  auto teachers = json::array();
  for (const auto& teacher : course->teachers) teachers.push_back(static_cast<std::int64_t>(teacher.id));
  Faults faults;
  check_promises(tx, call, faults, id,
                 {{"starts_on", course->starts_on}, {"ends_on", course->ends_on}, {"teachers", std::move(teachers)}});
  if (faults) throw AdminRefusal(std::move(faults));
}

void CoursesAdmin::set_times(Transaction& tx, CourseId id, const std::string& schedule) const {
  const auto wanted = weekly_times_in(schedule);
  if (!wanted) throw BadRequest(_("This cannot be read."), "weekly times that are none");
  const auto changes = changes_between(parts_.lessons.weekly_times(tx, id), *wanted);
  for (const auto time : changes.remove) SqlRows::remove(tx, "courses_weekly_times", static_cast<std::int64_t>(time));
  for (const auto& time : changes.change) {
    SqlRows::update(tx, "courses_weekly_times", static_cast<std::int64_t>(time.id),
                    {{"from_minute", time.from}, {"until_minute", time.until}});
  }
  for (const auto& time : changes.add) {
    SqlRows::insert(tx, "courses_weekly_times",
                    {{"course_id", to_number(id)},
                     {"weekday", time.weekday},
                     {"from_minute", time.from},
                     {"until_minute", time.until}});
  }
}

void CoursesAdmin::remove(Transaction& tx, CourseId id) const {
  parts_.courses.take_turn(tx, kCatalogueTurn);
  parts_.courses.take_turn(tx, turn_of(id));
  if (parts_.lessons.has_enrolments(tx, id)) {
    throw AdminRefusal(_("Somebody has enrolled in this course, so it cannot be deleted. Close it instead."));
  }
  SqlRows::remove(tx, "courses_courses", to_number(id));
}

void CoursesAdmin::set_state(Transaction& tx, CourseId id, CourseState state) const {
  parts_.courses.take_turn(tx, kCatalogueTurn);
  parts_.courses.take_turn(tx, turn_of(id));
  const auto course = parts_.courses.course(tx, id);
  if (!course) throw NotFound("course");
  if (state == CourseState::Published && course->teachers.empty()) {
    throw AdminRefusal(_("A course that is published needs a teacher."));
  }
  if (state == CourseState::Draft && parts_.lessons.has_enrolments(tx, id)) {
    throw AdminRefusal(_("Somebody has enrolled in this course, so it cannot become a draft again. Close it instead."));
  }
  SqlRows::update(tx, "courses_courses", to_number(id), {{"state", std::string(name_of(state))}});
}

std::vector<AdminAction> CoursesAdmin::actions() const {
  auto publish = state_action("publish", _("Publish"), {}, _("The course is published."));
  publish.offered = [](const json& record) { return !is(record, CourseState::Published); };
  auto close = state_action("close", _("Close"), _("It stays in the schedule, but nobody enrols any more."),
                            _("The course is closed."));
  close.offered = [](const json& record) { return is(record, CourseState::Published); };
  auto withdraw = state_action("withdraw", _("Make it a draft"), _("Only administrators will see it."),
                               _("The course is a draft."));
  withdraw.offered = [](const json& record) { return !is(record, CourseState::Draft); };
  const auto run = [this](CourseState state) {
    return [this, state](Transaction& tx, const AdminCall&, std::int64_t id, const json&) {
      set_state(tx, CourseId{id}, state);
    };
  };
  publish.run = run(CourseState::Published);
  close.run = run(CourseState::Closed);
  withdraw.run = run(CourseState::Draft);
  return {std::move(publish), std::move(close), std::move(withdraw)};
}

AdminWrites CoursesAdmin::writes() const {
  AdminWrites writes;
  writes.check = [this](Transaction& tx, const AdminCall& call, const json& record, const json& values) {
    return check(tx, call, record, values);
  };
  writes.create = [this](Transaction& tx, const AdminCall& call, const json& values) {
    return create(tx, call, values);
  };
  writes.change = [this](Transaction& tx, const AdminCall& call, std::int64_t id, const json& values) {
    change(tx, call, CourseId{id}, values);
  };
  writes.remove = [this](Transaction& tx, const AdminCall&, std::int64_t id) { remove(tx, CourseId{id}); };
  return writes;
}

AdminResource CoursesAdmin::resource() const {
  return {
      .name = "courses",
      .record = kCourseRecord,
      .label = _("Courses"),
      .one = _("Course"),
      .order = 15,
      .table = "courses_courses",
      .title = "t.title",
      .fields = course_fields(parts_.engine),
      .search = {"title", "description"},
      .sort = "-starts_on",
      .children = {{"courses/enrolments", "course"}, {"courses/lessons", "course"}, {"courses/weekly-times", "course"}},
      .actions = actions(),
      .audit_words = {{"publish", _("The course was published")},
                      {"close", _("The course was closed")},
                      {"withdraw", _("The course became a draft")},
                      {"message_sent", _("A message was sent to the students")}},
      .writes = writes(),
      .page = [](std::int64_t id) { return "/courses/" + std::to_string(id); }};
}

}  // namespace courses
