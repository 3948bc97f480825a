#include "people_admin.hpp"

#include "sql_catalogue_office.hpp"

namespace courses {

using namespace callboard;
using nlohmann::json;

namespace {

constexpr const char* kTeachers = "courses_teachers";
constexpr const char* kHalls = "courses_halls";
constexpr std::string_view kTeacherRole = "teacher";

std::optional<UserId> account_in(const json& values) {
  const auto account = values.find("account");
  if (account == values.end() || !account->is_number_integer()) return std::nullopt;
  return UserId{account->get<std::int64_t>()};
}

std::int64_t id_of(const json& record) { return record.is_object() ? record.value("id", std::int64_t{0}) : 0; }

Faults check_account(Transaction& tx, const json& record, const json& values) {
  Faults faults;
  if (const auto user = account_in(values)) {
    if (const auto other = SqlCatalogueOffice::teacher_with(tx, *user, TeacherId{id_of(record)})) {
      faults.add("account", _("This is the account of {name}.").with("name", *other));
    }
  }
  return faults;
}

// Only what stands in the row by another name than the field's, or the same.
RowValues columns_of(const json& values, std::initializer_list<std::pair<const char*, const char*>> columns) {
  RowValues row;
  for (const auto& [name, column] : columns) {
    if (const auto found = values.find(name); found != values.end()) row.emplace_back(column, *found);
  }
  return row;
}

RowValues teacher_columns(const json& values) {
  return columns_of(values, {{"full_name", "full_name"},
                             {"specialisation", "specialisation"},
                             {"about", "about"},
                             {"picture", "picture"},
                             {"account", "user_id"}});
}

RowValues hall_columns(const json& values) {
  return columns_of(values, {{"name", "name"}, {"places", "places"}, {"room", "room_id"}});
}

std::vector<AdminField> teacher_fields() {
  return {{.name = "full_name", .label = _("Full name"), .sortable = true, .required = true},
          {.name = "specialisation", .label = _("Specialisation"), .sortable = true},
          {.name = "account",
           .label = _("Account"),
           .kind = AdminKind::Reference,
           .sql = "t.user_id",
           .resource = "users",
           .hint = _("Who signs in with it becomes a teacher and decides about enrolments.")},
          {.name = "picture",
           .label = _("Picture"),
           .kind = AdminKind::Picture,
           .listed = false,
           .picture = teacher_picture_rules()},
          {.name = "about", .label = _("About"), .kind = AdminKind::LongText, .listed = false, .longest = 2000}};
}

}  // namespace

const PictureRules& teacher_picture_rules() {
  static const PictureRules rules{
      {PictureFormat::Jpeg, PictureFormat::Png, PictureFormat::Svg, PictureFormat::Webp, PictureFormat::Heic},
      {{400, 400, true}}};
  return rules;
}

void PeopleAdmin::link(Transaction& tx, const AdminCall& call, std::optional<UserId> before,
                       std::optional<UserId> after) const {
  if (!roles_ || before == after) return;
  if (before) roles_->take(tx, call, *before, kTeacherRole);
  if (after) roles_->give(tx, call, *after, kTeacherRole);
}

std::int64_t PeopleAdmin::create(Transaction& tx, const AdminCall& call, const json& values) const {
  courses_.take_turn(tx, kCatalogueTurn);
  const auto id = SqlRows::insert(tx, kTeachers, teacher_columns(values));
  link(tx, call, std::nullopt, account_in(values));
  return id;
}

void PeopleAdmin::change(Transaction& tx, const AdminCall& call, TeacherId id, const json& values) const {
  courses_.take_turn(tx, kCatalogueTurn);
  const auto before = courses_.teacher(tx, id);
  if (!before) throw NotFound("teacher");
  SqlRows::update(tx, kTeachers, to_number(id), teacher_columns(values));
  if (values.contains("account")) link(tx, call, before->user, account_in(values));
}

void PeopleAdmin::remove(Transaction& tx, const AdminCall& call, TeacherId id) const {
  courses_.take_turn(tx, kCatalogueTurn);
  const auto teacher = courses_.teacher(tx, id);
  if (!teacher) throw NotFound("teacher");
  if (SqlCatalogueOffice::teacher_has_enrolments(tx, id)) {
    throw AdminRefusal(_("Somebody has enrolled with this teacher, so the record stays."));
  }
  SqlRows::remove(tx, kTeachers, to_number(id));
  link(tx, call, teacher->user, std::nullopt);
}

AdminResource PeopleAdmin::teachers() const {
  AdminWrites writes;
  writes.check = [](Transaction& tx, const AdminCall&, const json& record, const json& values) {
    return check_account(tx, record, values);
  };
  writes.create = [this](Transaction& tx, const AdminCall& call, const json& values) {
    return create(tx, call, values);
  };
  writes.change = [this](Transaction& tx, const AdminCall& call, std::int64_t id, const json& values) {
    change(tx, call, TeacherId{id}, values);
  };
  writes.remove = [this](Transaction& tx, const AdminCall& call, std::int64_t id) { remove(tx, call, TeacherId{id}); };
  return {.name = "teachers",
          .record = kTeacherRecord,
          .label = _("Teachers"),
          .one = _("Teacher"),
          .order = 20,
          .table = kTeachers,
          .title = "t.full_name",
          .fields = teacher_fields(),
          .search = {"full_name", "specialisation"},
          .sort = "full_name",
          .children = {{"courses", "teachers"}},
          .writes = std::move(writes),
          .person = account_in};
}

AdminResource PeopleAdmin::halls() const {
  AdminWrites writes;
  writes.check = [](Transaction& tx, const AdminCall&, const json& record, const json& values) {
    Faults faults;
    if (values.contains("name") &&
        SqlCatalogueOffice::has_hall(tx, values.at("name").get<std::string>(), id_of(record))) {
      faults.add("name", _("There is a hall of this name already."));
    }
    return faults;
  };
  writes.create = [this](Transaction& tx, const AdminCall&, const json& values) {
    courses_.take_turn(tx, kCatalogueTurn);
    return SqlRows::insert(tx, kHalls, hall_columns(values));
  };
  writes.change = [this](Transaction& tx, const AdminCall&, std::int64_t id, const json& values) {
    courses_.take_turn(tx, kCatalogueTurn);
    SqlRows::update(tx, kHalls, id, hall_columns(values));
  };
  return {.name = "courses/halls",
          .record = kHallRecord,
          .label = _("Halls"),
          .one = _("Hall"),
          .order = 230,
          .table = kHalls,
          .title = "t.name",
          .fields = {{.name = "name", .label = _("Name"), .sortable = true, .required = true, .longest = 100},
                     {.name = "places", .label = _("Places"), .kind = AdminKind::Number, .least = 1, .most = 10000},
                     {.name = "room",
                      .label = _("Room of the key cabinet"),
                      .kind = AdminKind::Reference,
                      .sql = "t.room_id",
                      .listed = false,
                      .resource = "keys/rooms",
                      .hint = _("Its key is opened to the teacher for each lesson.")}},
          .search = {"name"},
          .sort = "name",
          .children = {{"courses", "hall"}, {"courses/lessons", "hall"}},
          .writes = std::move(writes)};
}

}  // namespace courses
