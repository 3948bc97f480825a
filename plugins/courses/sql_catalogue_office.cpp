#include "sql_catalogue_office.hpp"

#include <callboard/sql.hpp>

namespace courses {

using namespace callboard;

namespace {

const std::string kOpen = "state IN ('invited', 'pending', 'waiting', 'offered', 'confirmed')";

}  // namespace

bool SqlCatalogueOffice::set_capacity(Transaction& tx, CourseId course, std::int64_t capacity) {
  const auto id = to_sql(course);
  const long long places = capacity;
  soci::statement update =
      (tx.sql().prepare << "UPDATE courses_courses SET capacity = :places WHERE id = :id AND taken <= :places",
       soci::use(places, "places"), soci::use(id, "id"));
  return affected_rows(update) == 1;
}

void SqlCatalogueOffice::raise_sequence(Transaction& tx, CourseId course, bool lessons_too, Time now) {
  const auto id = to_sql(course), at = to_sql(now);
  tx.sql() << "UPDATE courses_courses SET sequence = sequence + 1, changed_at = :at WHERE id = :id",
      soci::use(at, "at"), soci::use(id, "id");
  if (!lessons_too) return;
  tx.sql() << "UPDATE courses_lessons SET sequence = sequence + 1, changed_at = :at "
              "WHERE course_id = :id AND hall_id IS NULL",
      soci::use(at, "at"), soci::use(id, "id");
}

void SqlCatalogueOffice::raise_lesson(Transaction& tx, LessonId lesson, Time now) {
  const auto id = to_sql(lesson), at = to_sql(now);
  tx.sql() << "UPDATE courses_lessons SET sequence = sequence + 1, changed_at = :at WHERE id = :id",
      soci::use(at, "at"), soci::use(id, "id");
}

std::optional<SqlCatalogueOffice::Period> SqlCatalogueOffice::enrolled(Transaction& tx, CourseId course) {
  const auto id = to_sql(course);
  Period period;
  tx.sql() << "SELECT COALESCE(MIN(starts_on), ''), COALESCE(MAX(ends_on), '') FROM courses_enrolments "
              "WHERE course_id = :course AND " +
                  kOpen,
      soci::use(id, "course"), soci::into(period.from), soci::into(period.until);
  if (period.from.empty()) return std::nullopt;
  return period;
}

std::vector<std::string> SqlCatalogueOffice::missed_teachers(Transaction& tx, CourseId course,
                                                             const nlohmann::json& teachers) {
  std::string ids = "0";
  for (const auto& id : teachers) ids += "," + std::to_string(id.get<std::int64_t>());
  const auto id = to_sql(course);
  std::string name;
  soci::statement select = (tx.sql().prepare << "SELECT DISTINCT t.full_name FROM courses_enrolments e "
                                                "JOIN courses_teachers t ON t.id = e.teacher_id "
                                                "WHERE e.course_id = :course AND e." +
                                                    kOpen + " AND t.id NOT IN (" + ids + ") ORDER BY t.full_name",
                            soci::use(id, "course"), soci::into(name));
  select.execute();
  std::vector<std::string> names;
  while (select.fetch()) names.push_back(name);
  return names;
}

bool SqlCatalogueOffice::teacher_has_enrolments(Transaction& tx, TeacherId teacher) {
  const auto id = to_sql(teacher);
  long long found = 0;
  tx.sql() << "SELECT EXISTS (SELECT 1 FROM courses_enrolments WHERE teacher_id = :teacher)", soci::use(id, "teacher"),
      soci::into(found);
  return found != 0;
}

std::optional<std::string> SqlCatalogueOffice::teacher_with(Transaction& tx, UserId user, TeacherId besides) {
  const auto account = to_sql(user), id = to_sql(besides);
  std::string name;
  tx.sql() << "SELECT full_name FROM courses_teachers WHERE user_id = :user AND id <> :id", soci::use(account, "user"),
      soci::use(id, "id"), soci::into(name);
  return tx.sql().got_data() ? std::optional<std::string>(name) : std::nullopt;
}

bool SqlCatalogueOffice::has_hall(Transaction& tx, const std::string& name, std::int64_t besides) {
  const long long id = besides;
  long long found = 0;
  tx.sql() << "SELECT COUNT(*) FROM courses_halls WHERE name = :name AND id <> :id", soci::use(name, "name"),
      soci::use(id, "id"), soci::into(found);
  return found != 0;
}

void SqlCatalogueOffice::unlink(Transaction& tx, UserId user) {
  const auto id = to_sql(user);
  tx.sql() << "UPDATE courses_teachers SET user_id = NULL, version = version + 1 WHERE user_id = :user",
      soci::use(id, "user");
}

std::optional<std::int64_t> SqlCatalogueOffice::number(Transaction& tx, const char* table, const char* column,
                                                       std::int64_t id) {
  const long long key = id;
  long long value = 0;
  soci::indicator indicator = soci::i_null;
  tx.sql() << "SELECT " << column << " FROM " << table << " WHERE id = :id", soci::use(key, "id"),
      soci::into(value, indicator);
  if (!tx.sql().got_data() || indicator != soci::i_ok) return std::nullopt;
  return value;
}

std::string SqlCatalogueOffice::text(Transaction& tx, const char* table, const char* column, std::int64_t id) {
  const long long key = id;
  std::string value;
  tx.sql() << "SELECT " << column << " FROM " << table << " WHERE id = :id", soci::use(key, "id"), soci::into(value);
  return value;
}

// The engines share neither a way to join texts nor an order within GROUP_CONCAT.
std::string SqlCatalogueOffice::schedule(Engine engine) {
  const std::string day =
      "CASE w.weekday WHEN 0 THEN 'Mon' WHEN 1 THEN 'Tue' WHEN 2 THEN 'Wed' WHEN 3 THEN 'Thu' WHEN 4 THEN 'Fri' "
      "WHEN 5 THEN 'Sat' ELSE 'Sun' END";
  const auto time = "REPLACE(REPLACE(REPLACE('# @-~', '#', " + day + "), '@', " + SqlRows::clock_text("w.from_minute") +
                    "), '~', " + SqlRows::clock_text("w.until_minute") + ")";
  const std::string order = "w.weekday, w.from_minute";
  const std::string rows = "courses_weekly_times w WHERE w.course_id = t.id";
  if (engine == Engine::Mysql) {
    return "COALESCE((SELECT GROUP_CONCAT(" + time + " ORDER BY " + order + " SEPARATOR ', ') FROM " + rows + "), '')";
  }
  return "COALESCE((SELECT GROUP_CONCAT(x.time, ', ') FROM (SELECT " + time + " AS time FROM " + rows + " ORDER BY " +
         order + ") x), '')";
}

}  // namespace courses
