#include "course_pages.hpp"

#include <algorithm>

#include <callboard/local_time.hpp>
#include <callboard/moment.hpp>

namespace courses {

using namespace callboard;
using nlohmann::json;

namespace {

constexpr std::size_t kLessonsShown = 8;
constexpr int kReviewsShown = 3;
constexpr std::chrono::days kAhead{20 * 366};

std::string picture_url(const PublicTeacher& teacher) {
  if (teacher.picture.size() < 15) return {};
  return "/teachers/" + std::to_string(static_cast<std::int64_t>(teacher.id)) +
         "/picture?v=" + teacher.picture.substr(3, 12);
}

// As a whole character.
std::string first_letter(const std::string& name) {
  if (name.empty()) return {};
  std::size_t end = 1;
  while (end < name.size() && (static_cast<unsigned char>(name[end]) & 0xC0U) == 0x80U) ++end;
  return name.substr(0, end);
}

json teacher_data(const PublicTeacher& teacher) {
  return {{"name", teacher.full_name},
          {"initial", first_letter(teacher.full_name)},
          {"specialisation", teacher.specialisation},
          {"about", teacher.about},
          {"picture", picture_url(teacher)}};
}

// Of a lesson that is not as its course's weekly times say.
Text exception_of(const Lesson& lesson, const Course& course, const std::vector<WeeklyTime>& times,
                  const WallClock& wall) {
  if (lesson.cancelled) return _("cancelled");
  const bool usual = std::any_of(times.begin(), times.end(), [&](const auto& time) {
    return time.weekday == wall.weekday && time.from == wall.minute;
  });
  if (!usual) return _("another time than usual");
  const bool elsewhere = lesson.hall && course.hall && lesson.hall->id != course.hall->id;
  return elsewhere ? _("in another hall") : Text();
}

std::string stars_text(int stars) {
  std::string text;
  for (int i = 1; i <= 5; ++i) text += i <= stars ? "★" : "☆";
  return text;
}

}  // namespace

Response CoursePages::course(const Request& request, const Visitor& visitor) const {
  const auto id = request.path<CourseId>("id");
  return parts_.view.render("courses/course", parts_.database.read([&](Transaction& tx) {
    const auto course = parts_.courses.course(tx, id);
    const bool is_draft = course && course->state == CourseState::Draft;
    if (!course || (is_draft && !visitor.has_role("admin"))) throw NotFound("course");
    return data(tx, *course, visitor);
  }));
}

json CoursePages::data(Transaction& tx, const Course& course, const Visitor& visitor) const {
  const auto zone = parts_.site.info()->time_zone;
  const auto id = static_cast<std::int64_t>(course.id);
  const bool over = course.ends_on < date_of(today(parts_.clock.now(), zone));
  const auto times = parts_.lessons.weekly_times(tx, course.id);
  auto teachers = json::array();
  for (const auto& teacher : SqlCatalogue::teachers_of(tx, course.id)) teachers.push_back(teacher_data(teacher));
  auto kinds = json::array();
  if (course.personal) kinds.push_back(text_of(EnrolmentKind::Personal));
  if (course.pair) kinds.push_back(text_of(EnrolmentKind::Pair));
  return {{"id", id},
          {"title", course.title},
          {"description", course.description},
          {"draft", course.state == CourseState::Draft},
          {"from", day_moment(course.starts_on, zone)},
          {"until", day_moment(course.ends_on, zone)},
          {"times", times_data(times)},
          {"hall", course.hall ? course.hall->name : ""},
          {"price", course.price},
          {"kinds", std::move(kinds)},
          {"places", _("{free} of {all} are free").with("free", course.free_places()).with("all", course.capacity)},
          {"teachers", std::move(teachers)},
          {"lessons", lessons_data(tx, course, times)},
          {"enrolment", enrolment_data(tx, course, visitor, over)},
          {"reviews", reviews_data(tx, course.id)},
          {"admin", visitor.has_role("admin")}};
}

json CoursePages::lessons_data(Transaction& tx, const Course& course, const std::vector<WeeklyTime>& times) const {
  const auto zone = parts_.site.info()->time_zone;
  const auto now = parts_.clock.now();
  auto all = json::array();
  for (const auto& lesson : parts_.courses.lessons(tx, course.id, now, now + kAhead)) {
    if (all.size() == kLessonsShown) break;
    const auto wall = wall_clock(lesson.starts_at, zone);
    all.push_back({{"weekday", weekday_name(wall.weekday)},
                   {"date", moment(lesson.starts_at, MomentStyle::Date)},
                   {"from", moment(lesson.starts_at, MomentStyle::Time)},
                   {"until", moment(lesson.ends_at, MomentStyle::Time)},
                   {"hall", lesson.hall ? lesson.hall->name : ""},
                   {"cancelled", lesson.cancelled},
                   {"exception", exception_of(lesson, course, times, wall)},
                   {"note", lesson.note}});
  }
  return all;
}

// What the visitor is here, and what he can do; or why he cannot.
json CoursePages::enrolment_data(Transaction& tx, const Course& course, const Visitor& visitor, bool over) const {
  json data{{"url", "/courses/" + std::to_string(static_cast<std::int64_t>(course.id)) + "/enrol"}};
  const auto own = visitor.is_person() ? SqlCatalogue::enrolment(tx, course.id, visitor.user) : std::nullopt;
  if (own) data["state"] = text_of(*own);
  if (own && is_open(*own)) return data;
  const bool is_other = visitor.is_person() && !visitor.has_role("student");
  if (course.state == CourseState::Draft)
    data["why_not"] = _("It is not published yet.");
  else if (over)
    data["why_not"] = _("This course is over.");
  else if (course.state == CourseState::Closed)
    data["why_not"] = _("Enrolment is closed.");
  else if (is_other)
    data["why_not"] = _("Students enrol in courses; this account is not a student's.");
  else if (!visitor.is_person())
    data["button"] = _("Sign in to enrol");
  else
    data["button"] = course.free_places() > 0 ? _("Enrol") : _("Join the waiting list");
  if (data.contains("button") && course.free_places() == 0) {
    data["hint"] = _("All places are taken. You can wait for one: whoever waits longest is asked first.");
  }
  return data;
}

json CoursePages::reviews_data(Transaction& tx, CourseId course) const {
  if (!reviews_) return nullptr;
  const auto id = static_cast<std::int64_t>(course);
  const auto ratings = reviews_->ratings(tx, "course", {id});
  json data{{"url", "/reviews?subject=course:" + std::to_string(id)}, {"rating", rating_data(ratings, course)}};
  const auto found = ratings.find(id);
  if (found == ratings.end() || found->second.count == 0) return data;
  auto bars = json::array();
  for (int stars = 5; stars >= 1; --stars) {
    bars.push_back({{"stars", stars},
                    {"count", found->second.stars.at(static_cast<std::size_t>(stars - 1))},
                    {"of", found->second.count}});
  }
  auto newest = json::array();
  for (const auto& review : reviews_->newest(tx, "course", id, kReviewsShown)) {
    newest.push_back({{"author", review.author},
                      {"stars", stars_text(review.stars)},
                      {"label", _("{stars} of 5 stars").with("stars", review.stars)},
                      {"text", review.text},
                      {"at", moment(review.at, MomentStyle::Date)},
                      {"reply", review.reply}});
  }
  data["bars"] = std::move(bars);
  data["newest"] = std::move(newest);
  return data;
}

Response CoursePages::picture(const Request& request) const {
  const auto id = request.path<TeacherId>("id");
  const auto teacher = parts_.database.read_single([&](Transaction& tx) { return SqlCatalogue::teacher(tx, id); });
  if (!teacher || teacher->picture.empty()) throw NotFound("a teacher's picture");
  auto response = parts_.media.send(teacher->picture, "image/webp");
  const bool is_this_one = request.head().target == picture_url(*teacher);
  response.headers().set("Cache-Control", is_this_one ? "public, max-age=31536000, immutable" : "no-cache");
  return response;
}

reviews::SubjectKind course_subjects(const CourseRepository& courses) {
  const auto subjects = [&courses](Transaction& tx, const std::vector<CourseId>& ids) {
    std::map<std::int64_t, reviews::Subject> found;
    for (const auto& [course_id, course] : courses.courses(tx, ids)) {
      if (course.state == CourseState::Draft) continue;
      const auto id = static_cast<std::int64_t>(course_id);
      found.emplace(id, reviews::Subject{id, course.title, "/courses/" + std::to_string(id)});
    }
    return found;
  };
  const auto by_title = [](const auto& one, const auto& other) { return one.title < other.title; };
  return {"course",
          _("Course"),
          [subjects](Transaction& tx, const std::vector<std::int64_t>& ids) {
            std::vector<CourseId> courses;
            for (const auto id : ids) courses.push_back(CourseId{id});
            return subjects(tx, courses);
          },
          [subjects, by_title](Transaction& tx, const Visitor& visitor) {
            std::vector<reviews::Subject> all;
            if (!visitor.is_person()) return all;
            for (auto& [id, subject] : subjects(tx, SqlCatalogue::taken_part(tx, visitor.user))) {
              all.push_back(std::move(subject));
            }
            std::sort(all.begin(), all.end(), by_title);
            return all;
          },
          [](Transaction& tx, const Visitor& visitor, std::int64_t id) {
            return visitor.is_person() && SqlCatalogue::has_taken_part(tx, CourseId{id}, visitor.user);
          },
          _("Who takes part in a course, or has taken part, can review it.")};
}

}  // namespace courses
