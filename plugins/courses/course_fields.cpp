#include "course_fields.hpp"

#include <algorithm>

#include "sql_catalogue_office.hpp"

namespace courses {

using namespace callboard;
using nlohmann::json;

namespace {

constexpr std::int64_t kMostPlaces = 1000;

AdminField date_field(const char* name, Text label, Text hint) {
  return {.name = name,
          .label = std::move(label),
          .kind = AdminKind::Date,
          .sortable = true,
          .filterable = true,
          .hint = std::move(hint)};
}

AdminField kinds_field() {
  return {.name = "kinds",
          .label = _("Given as"),
          .kind = AdminKind::Choices,
          .sql =
              "CASE WHEN t.personal = 1 AND t.pair = 1 THEN 'personal,pair' WHEN t.personal = 1 THEN 'personal' "
              "ELSE 'pair' END",
          .listed = false,
          .required = true,
          .choices = {{"personal", _("personal")}, {"pair", _("pair")}},
          .initial = json::array({"personal", "pair"})};
}

AdminField state_field() {
  return {.name = "state",
          .label = _("State"),
          .kind = AdminKind::Choice,
          .filterable = true,
          .required = true,
          .choices = {{"draft", _("Draft")}, {"published", _("Published")}, {"closed", _("Closed")}},
          .hint = _("A draft is seen by administrators alone; for a closed course nobody enrols any more."),
          .initial = "published"};
}

AdminField teachers_field() {
  return {.name = "teachers",
          .label = _("Teachers"),
          .kind = AdminKind::References,
          .sql = SqlRows::members(kTeachersOfCourse),
          .filterable = true,
          .filter_sql = SqlRows::has_member(kTeachersOfCourse),
          .resource = "teachers"};
}

AdminField schedule_field(Engine engine) {
  return {.name = "schedule",
          .label = _("Weekly times"),
          .sql = SqlCatalogueOffice::schedule(engine),
          .longest = 500,
          .hint = _("Such as: Mon 18:00-19:30, Wed 18:00-19:30. Another hall or a certain teacher for one of them is "
                    "set below the course.")};
}

bool has(const json& kinds, const char* kind) { return std::find(kinds.begin(), kinds.end(), kind) != kinds.end(); }

}  // namespace

AdminField hall_field() {
  return {.name = "hall",
          .label = _("Hall"),
          .kind = AdminKind::Reference,
          .sql = "t.hall_id",
          .filterable = true,
          .resource = "courses/halls"};
}

AdminField teacher_field() {
  return {.name = "teacher",
          .label = _("Teacher"),
          .kind = AdminKind::Reference,
          .sql = "t.teacher_id",
          .filterable = true,
          .resource = "teachers",
          .hint = _("Without one all teachers of the course give it.")};
}

AdminField course_field() {
  return {.name = "course",
          .label = _("Course"),
          .kind = AdminKind::Reference,
          .sql = "t.course_id",
          .filterable = true,
          .required = true,
          .resource = "courses"};
}

std::vector<AdminField> course_fields(Engine engine) {
  return {{.name = "title", .label = _("Title"), .sortable = true, .required = true},
          teachers_field(),
          schedule_field(engine),
          date_field("starts_on", _("First day"), _("Without one it begins today.")),
          date_field("ends_on", _("Last day"), _("Without one it lasts for three months.")),
          hall_field(),
          {.name = "capacity",
           .label = _("Places"),
           .kind = AdminKind::Number,
           .required = true,
           .least = 1,
           .most = kMostPlaces},
          {.name = "taken", .label = _("Taken"), .kind = AdminKind::Number, .editable = false},
          state_field(),
          kinds_field(),
          {.name = "price", .label = _("Price"), .listed = false, .longest = 100},
          {.name = "description",
           .label = _("Description"),
           .kind = AdminKind::LongText,
           .listed = false,
           .longest = 5000}};
}

RowValues course_columns(const json& values) {
  RowValues columns;
  for (const char* name : {"title", "description", "state", "price", "starts_on", "ends_on"}) {
    if (const auto found = values.find(name); found != values.end()) columns.emplace_back(name, *found);
  }
  if (const auto found = values.find("hall"); found != values.end()) columns.emplace_back("hall_id", *found);
  if (const auto found = values.find("kinds"); found != values.end()) {
    columns.emplace_back("personal", has(*found, "personal"));
    columns.emplace_back("pair", has(*found, "pair"));
  }
  return columns;
}

}  // namespace courses
