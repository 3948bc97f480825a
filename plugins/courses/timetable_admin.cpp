#include "timetable_admin.hpp"

#include "course_fields.hpp"
#include "school_days.hpp"
#include "sql_catalogue_office.hpp"

namespace courses {

using namespace callboard;
using nlohmann::json;

namespace {

constexpr const char* kTimes = "courses_weekly_times";
constexpr const char* kHolidays = "courses_holidays";
constexpr std::chrono::days kLongestHoliday{366};

ClashFields lesson_fields(const AdminCall& call) { return {"hall", "teacher", call.by.language}; }
ClashFields holiday_fields(const AdminCall& call) { return {"starts_on", "ends_on", call.by.language}; }

json whole(const json& record, const json& values) {
  auto all = record.is_object() ? record : json::object();
  all.update(values);
  return all;
}

bool moves_to_another(const json& record, const json& values) {
  return record.is_object() && values.contains("course");
}

// A lesson stands beneath its course: its own title would be its time, which lists show anyway.
const char* course_title() { return "(SELECT c.title FROM courses_courses c WHERE c.id = t.course_id)"; }

std::vector<AdminChoice> choices_of_weekdays() {
  std::vector<AdminChoice> choices;
  for (int day = 0; day < 7; ++day) choices.push_back({std::to_string(day), weekday_name(day)});
  return choices;
}

AdminField clock_field(const char* name, Text label, const char* column) {
  return {.name = name,
          .label = std::move(label),
          .sql = SqlRows::clock_text(column),
          .required = true,
          .longest = 5,
          .hint = _("A time of day, such as 18:00.")};
}

Faults check_time(const json& record, const json& values) {
  const auto all = whole(record, values);
  Faults faults;
  const auto from = minute_of_day(all.value("from", std::string())),
             until = minute_of_day(all.value("until", std::string()));
  if (!from) faults.add("from", _("This is no time of day. Write it like 18:00."));
  if (!until) faults.add("until", _("This is no time of day. Write it like 18:00."));
  if (from && until && *until <= *from) faults.add("until", _("It has to end after it begins."));
  if (moves_to_another(record, values)) faults.add("course", _("It stays with its course."));
  return faults;
}

RowValues time_columns(const json& values) {
  RowValues columns;
  const auto put = [&](const char* name, const char* column, const auto& convert) {
    if (const auto found = values.find(name); found != values.end()) columns.emplace_back(column, convert(*found));
  };
  const auto same = [](const json& value) { return value; };
  const auto minute = [](const json& value) { return json(minute_of_day(value.get<std::string>()).value()); };
  put("course", "course_id", same);
  put("weekday", "weekday", [](const json& value) { return json(std::stoi(value.get<std::string>())); });
  put("from", "from_minute", minute);
  put("until", "until_minute", minute);
  put("hall", "hall_id", same);
  put("teacher", "teacher_id", same);
  return columns;
}

Faults check_lesson(const json& record, const json& values) {
  const auto all = whole(record, values);
  Faults faults;
  const auto starts = all.at("starts_at").get<std::int64_t>(), ends = all.at("ends_at").get<std::int64_t>();
  if (ends <= starts) faults.add("ends_at", _("It has to end after it begins."));
  constexpr std::chrono::microseconds kLongest = std::chrono::hours(12);
  if (ends - starts > kLongest.count()) faults.add("ends_at", _("A lesson lasts for twelve hours at most."));
  if (moves_to_another(record, values)) faults.add("course", _("It stays with its course."));
  return faults;
}

RowValues lesson_columns(const json& values) {
  RowValues columns;
  for (const auto& [name, column] : {std::pair{"course", "course_id"},
                                     {"starts_at", "starts_at"},
                                     {"ends_at", "ends_at"},
                                     {"hall", "hall_id"},
                                     {"teacher", "teacher_id"},
                                     {"note", "note"}}) {
    if (const auto found = values.find(name); found != values.end()) columns.emplace_back(column, *found);
  }
  columns.emplace_back("by_hand", 1);
  return columns;
}

CourseId course_of(Transaction& tx, const char* table, std::int64_t id) {
  const auto course = SqlCatalogueOffice::number(tx, table, "course_id", id);
  if (!course) throw NotFound("a row of a course");
  return CourseId{*course};
}

AdminField moment_field(const char* name, Text label, bool sortable) {
  return {.name = name,
          .label = std::move(label),
          .kind = AdminKind::Moment,
          .sortable = sortable,
          .filterable = sortable,
          .required = true};
}

AdminField lesson_flag(const char* name, Text label) {
  return {.name = name, .label = std::move(label), .kind = AdminKind::Flag, .filterable = true, .editable = false};
}

Faults check_holiday(const json& record, const json& values) {
  const auto all = whole(record, values);
  const auto from = day_of(all.at("starts_on").get<std::string>()),
             until = day_of(all.at("ends_on").get<std::string>());
  Faults faults;
  if (until < from) faults.add("ends_on", _("This day is before the first one."));
  if (until - from > kLongestHoliday) faults.add("ends_on", _("Holidays last for a year at most."));
  return faults;
}

AdminField holiday_day(const char* name, Text label, bool sortable) {
  return {.name = name,
          .label = std::move(label),
          .kind = AdminKind::Date,
          .sortable = sortable,
          .filterable = sortable,
          .required = true};
}

}  // namespace

void TimetableAdmin::write_time(Transaction& tx, const AdminCall& call, std::int64_t id, const json& values) const {
  parts_.courses.take_turn(tx, kCatalogueTurn);
  SqlRows::update(tx, kTimes, id, time_columns(values));
  parts_.planner.plan(tx, course_of(tx, kTimes, id), LessonPlanner::Check::Changed, lesson_fields(call));
}

void TimetableAdmin::remove_time(Transaction& tx, const AdminCall& call, std::int64_t id) const {
  parts_.courses.take_turn(tx, kCatalogueTurn);
  const auto course = course_of(tx, kTimes, id);
  SqlRows::remove(tx, kTimes, id);
  parts_.planner.plan(tx, course, LessonPlanner::Check::Changed, lesson_fields(call));
}

AdminWrites TimetableAdmin::time_writes() const {
  AdminWrites writes;
  writes.check = [](Transaction&, const AdminCall&, const json& record, const json& values) {
    return check_time(record, values);
  };
  writes.create = [this](Transaction& tx, const AdminCall& call, const json& values) {
    parts_.courses.take_turn(tx, kCatalogueTurn);
    const CourseId course{values.at("course").get<std::int64_t>()};
    parts_.courses.take_turn(tx, "course/" + std::to_string(static_cast<std::int64_t>(course)));
    if (parts_.lessons.weekly_times(tx, course).size() >= kMostWeeklyTimes) {
      throw AdminRefusal(_("A course has fourteen weekly times at most."));
    }
    const auto id = SqlRows::insert(tx, kTimes, time_columns(values));
    parts_.planner.plan(tx, course, LessonPlanner::Check::Changed, lesson_fields(call));
    return id;
  };
  writes.change = [this](Transaction& tx, const AdminCall& call, std::int64_t id, const json& values) {
    write_time(tx, call, id, values);
  };
  writes.remove = [this](Transaction& tx, const AdminCall& call, std::int64_t id) { remove_time(tx, call, id); };
  return writes;
}

AdminResource TimetableAdmin::weekly_times() const {
  return {.name = "courses/weekly-times",
          .record = "weekly_time",
          .label = _("Weekly times"),
          .one = _("Weekly time"),
          .order = 220,
          .table = kTimes,
          .title = course_title(),
          .fields = {course_field(),
                     {.name = "weekday",
                      .label = _("Day"),
                      .kind = AdminKind::Choice,
                      .sql = "t.weekday",
                      .required = true,
                      .choices = choices_of_weekdays()},
                     clock_field("from", _("From"), "t.from_minute"),
                     clock_field("until", _("Until"), "t.until_minute"),
                     hall_field(),
                     teacher_field()},
          .writes = time_writes()};
}

std::int64_t TimetableAdmin::add_lesson(Transaction& tx, const AdminCall& call, const json& values) const {
  parts_.courses.take_turn(tx, kCatalogueTurn);
  const CourseId course{values.at("course").get<std::int64_t>()};
  const Time starts{std::chrono::microseconds(values.at("starts_at").get<std::int64_t>())};
  auto columns = lesson_columns(values);
  columns.emplace_back("planned_on", date_of(today(starts, parts_.site.info()->time_zone)));
  const auto id = SqlRows::insert(tx, "courses_lessons", columns);
  parts_.planner.check(tx, course, {LessonId{id}}, lesson_fields(call));
  parts_.planner.tell(tx, course, {LessonId{id}});
  return id;
}

// It keeps the day that it was planned on: by that it is known when the weekly times change.
void TimetableAdmin::move_lesson(Transaction& tx, const AdminCall& call, std::int64_t id, const json& values) const {
  parts_.courses.take_turn(tx, kCatalogueTurn);
  const auto course = course_of(tx, "courses_lessons", id);
  SqlRows::update(tx, "courses_lessons", id, lesson_columns(values));
  SqlCatalogueOffice::raise_lesson(tx, LessonId{id}, parts_.clock.now());
  parts_.planner.check(tx, course, {LessonId{id}}, lesson_fields(call));
  parts_.planner.tell(tx, course, {LessonId{id}});
}

void TimetableAdmin::remove_lesson(Transaction& tx, std::int64_t id) const {
  parts_.courses.take_turn(tx, kCatalogueTurn);
  const auto course = course_of(tx, "courses_lessons", id);
  if (SqlCatalogueOffice::number(tx, "courses_lessons", "weekly_id", id)) {
    throw AdminRefusal(_("It comes of a weekly time. Cancel it instead."));
  }
  if (parts_.lessons.has_enrolments(tx, course)) {
    throw AdminRefusal(_("Students know of it already. Cancel it instead."));
  }
  SqlRows::remove(tx, "courses_lessons", id);
}

void TimetableAdmin::set_cancelled(Transaction& tx, const AdminCall& call, std::int64_t id, bool cancelled,
                                   const std::string& note) const {
  parts_.courses.take_turn(tx, kCatalogueTurn);
  const auto course = course_of(tx, "courses_lessons", id);
  RowValues columns{{"cancelled", cancelled}, {"by_hand", 1}};
  if (!note.empty() || !cancelled) columns.emplace_back("note", note);
  SqlRows::update(tx, "courses_lessons", id, columns);
  SqlCatalogueOffice::raise_lesson(tx, LessonId{id}, parts_.clock.now());
  if (!cancelled) parts_.planner.check(tx, course, {LessonId{id}}, lesson_fields(call));
  parts_.planner.tell(tx, course, {LessonId{id}});
}

AdminWrites TimetableAdmin::lesson_writes() const {
  AdminWrites writes;
  writes.check = [](Transaction&, const AdminCall&, const json& record, const json& values) {
    return check_lesson(record, values);
  };
  writes.create = [this](Transaction& tx, const AdminCall& call, const json& values) {
    return add_lesson(tx, call, values);
  };
  writes.change = [this](Transaction& tx, const AdminCall& call, std::int64_t id, const json& values) {
    move_lesson(tx, call, id, values);
  };
  writes.remove = [this](Transaction& tx, const AdminCall&, std::int64_t id) { remove_lesson(tx, id); };
  return writes;
}

std::vector<AdminAction> TimetableAdmin::lesson_actions() const {
  AdminAction cancel{
      .name = "cancel",
      .label = _("Cancel"),
      .question = _("Its students are told, with this reason."),
      .danger = true,
      .fields = {{.name = "reason", .label = _("Reason"), .required = true, .longest = 200}},
      .offered = [](const json& record) { return !record.at("cancelled").get<bool>(); },
      .run = [this](Transaction& tx, const AdminCall& call, std::int64_t id,
                    const json& values) { set_cancelled(tx, call, id, true, values.value("reason", std::string())); },
      .done = _("The lesson is cancelled.")};
  AdminAction hold{.name = "hold",
                   .label = _("Hold it after all"),
                   .question = _("Its students are told."),
                   .offered = [](const json& record) { return record.at("cancelled").get<bool>(); },
                   .run = [this](Transaction& tx, const AdminCall& call, std::int64_t id,
                                 const json&) { set_cancelled(tx, call, id, false, ""); },
                   .done = _("The lesson takes place.")};
  return {std::move(cancel), std::move(hold)};
}

AdminResource TimetableAdmin::lessons() const {
  return {.name = "courses/lessons",
          .record = "lesson",
          .label = _("Lessons"),
          .one = _("Lesson"),
          .order = 210,
          .table = "courses_lessons",
          .title = course_title(),
          .fields = {course_field(),
                     moment_field("starts_at", _("Begins"), true),
                     moment_field("ends_at", _("Ends"), false),
                     hall_field(),
                     teacher_field(),
                     lesson_flag("cancelled", _("Cancelled")),
                     lesson_flag("by_hand", _("Changed by hand")),
                     {.name = "note", .label = _("Note"), .listed = false, .longest = 500}},
          .sort = "-starts_at",
          .actions = lesson_actions(),
          .audit_words = {{"cancel", _("The lesson was cancelled")},
                          {"hold", _("The lesson takes place after all")},
                          {"attendance_marked", _("It was noted who came")}},
          .writes = lesson_writes()};
}

std::int64_t TimetableAdmin::write_holiday(Transaction& tx, const AdminCall& call, std::optional<std::int64_t> id,
                                           const json& values) const {
  parts_.courses.take_turn(tx, kCatalogueTurn);
  const auto days = [&](std::int64_t holiday) {
    return std::pair{SqlCatalogueOffice::text(tx, kHolidays, "starts_on", holiday),
                     SqlCatalogueOffice::text(tx, kHolidays, "ends_on", holiday)};
  };
  RowValues columns;
  for (const char* name : {"title", "starts_on", "ends_on"}) {
    if (const auto found = values.find(name); found != values.end()) columns.emplace_back(name, *found);
  }
  if (!id) {
    id = SqlRows::insert(tx, kHolidays, columns);
    const auto [from, until] = days(*id);
    parts_.planner.plan_all(tx, from, until, holiday_fields(call));
    return *id;
  }
  const auto [old_from, old_until] = days(*id);
  SqlRows::update(tx, kHolidays, *id, columns);
  const auto [from, until] = days(*id);
  parts_.planner.plan_all(tx, std::min(old_from, from), std::max(old_until, until), holiday_fields(call));
  return *id;
}

void TimetableAdmin::remove_holiday(Transaction& tx, const AdminCall& call, std::int64_t id) const {
  parts_.courses.take_turn(tx, kCatalogueTurn);
  const auto from = SqlCatalogueOffice::text(tx, kHolidays, "starts_on", id),
             until = SqlCatalogueOffice::text(tx, kHolidays, "ends_on", id);
  SqlRows::remove(tx, kHolidays, id);
  parts_.planner.plan_all(tx, from, until, holiday_fields(call));
}

AdminResource TimetableAdmin::holidays() const {
  AdminWrites writes;
  writes.check = [](Transaction&, const AdminCall&, const json& record, const json& values) {
    return check_holiday(record, values);
  };
  writes.create = [this](Transaction& tx, const AdminCall& call, const json& values) {
    return write_holiday(tx, call, std::nullopt, values);
  };
  writes.change = [this](Transaction& tx, const AdminCall& call, std::int64_t id, const json& values) {
    write_holiday(tx, call, id, values);
  };
  writes.remove = [this](Transaction& tx, const AdminCall& call, std::int64_t id) { remove_holiday(tx, call, id); };
  return {.name = "courses/holidays",
          .record = "holiday",
          .label = _("Holidays"),
          .one = _("Holidays"),
          .order = 240,
          .table = kHolidays,
          .title = "t.title",
          .fields = {{.name = "title", .label = _("Title"), .required = true},
                     holiday_day("starts_on", _("First day"), true),
                     holiday_day("ends_on", _("Last day"), false)},
          .sort = "-starts_on",
          .writes = std::move(writes)};
}

}  // namespace courses
