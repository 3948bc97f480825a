#include "calendars.hpp"

#include <algorithm>
#include <array>
#include <set>

#include <callboard/turn.hpp>

#include "sql_feed_repository.hpp"

namespace courses {

using namespace callboard;

namespace {

constexpr auto kFeedBefore = std::chrono::days(30), kFeedAhead = std::chrono::days(365);
constexpr auto kFeedFresh = std::chrono::minutes(1);

std::vector<CourseId> courses_of(const std::vector<Lesson>& lessons) {
  std::set<CourseId> ids;
  for (const auto& lesson : lessons) ids.insert(lesson.course);
  return {ids.begin(), ids.end()};
}

// Those that still mean something in a calendar.
bool is_shown(EnrolmentState state) { return is_open(state) || state == EnrolmentState::Completed; }

}  // namespace

// Thousands of lessons, the same for everybody: read once a minute at most, however many ask.
std::shared_ptr<const Calendar> Calendars::of_school(Language language) const {
  give_up_turn();
  const std::lock_guard lock(mutex_);
  auto& kept = kept_[language];
  const auto now = parts_.clock.now();
  if (!kept || now - kept->made_at >= kFeedFresh || now < kept->made_at) {
    kept = std::make_shared<const Calendar>(read_school(language));
  }
  return kept;
}

Calendar Calendars::read_school(Language language) const {
  auto calendar = lessons_.feed(_("Schedule"), language);
  parts_.database.read([&](Transaction& tx) {
    calendar.events.clear();
    const auto now = parts_.clock.now();
    const auto lessons = SqlFeedRepository::public_lessons(tx, now - kFeedBefore, now + kFeedAhead);
    const auto courses = parts_.courses.courses(tx, courses_of(lessons));
    for (const auto& lesson : lessons) {
      const auto course = courses.find(lesson.course);
      if (course != courses.end()) calendar.events.push_back(lessons_.event(course->second, lesson, language));
    }
  });
  return calendar;
}

std::optional<Calendar> Calendars::of_token(const std::string& token, Language language) const {
  return parts_.database.read([&](Transaction& tx) -> std::optional<Calendar> {
    const auto user = SqlFeedRepository::user_of(tx, sha256_hex(token));
    if (!user || !may_sign_in(tx, *user)) return std::nullopt;
    return of_user(tx, *user, language);
  });
}

// Nearly everybody has an address, which is there for those alone who may sign in; for the rest their roles tell.
bool Calendars::may_sign_in(Transaction& tx, UserId user) const {
  if (!parts_.people.addresses(tx, {user}).empty()) return true;
  constexpr std::array kRoles{"student", "teacher", "admin"};
  return std::any_of(kRoles.begin(), kRoles.end(),
                     [&](const char* role) { return parts_.holders.has(tx, user, role); });
}

Calendar Calendars::of_user(Transaction& tx, UserId user, Language language) const {
  std::map<CourseId, Enrolment> mine;
  for (auto& enrolment : parts_.enrolments.of_user(tx, user)) {
    // The newest first: an earlier enrolment for the same course counts where the later one came to nothing.
    if (is_shown(enrolment.state)) mine.try_emplace(enrolment.course, enrolment);
  }
  const auto teacher = parts_.courses.teacher_of(tx, user);
  std::set<CourseId> ids;
  for (const auto& [course, enrolment] : mine) ids.insert(course);
  if (teacher) {
    for (const auto& course : parts_.courses.courses_of(tx, teacher->id)) ids.insert(course.id);
  }

  const auto now = parts_.clock.now();
  const std::vector<CourseId> asked(ids.begin(), ids.end());
  const auto courses = parts_.courses.courses(tx, asked);
  auto calendar = lessons_.feed(_("my lessons"), language);
  for (const auto& lesson : SqlFeedRepository::lessons_of(tx, asked, now - kFeedBefore, now + kFeedAhead)) {
    const auto& course = courses.at(lesson.course);
    const auto enrolment = mine.find(lesson.course);
    if (enrolment != mine.end() && takes_part(enrolment->second, lesson, parts_.site.info()->time_zone)) {
      calendar.events.push_back(lessons_.event(course, lesson, language, &enrolment->second));
    } else if (teacher) {
      const auto teachers = teachers_of(course, lesson);
      const bool gives =
          std::any_of(teachers.begin(), teachers.end(), [&](const auto& t) { return t.id == teacher->id; });
      if (gives) calendar.events.push_back(lessons_.event(course, lesson, language));
    }
  }
  return calendar;
}

std::optional<std::string> Calendars::token_of(const Visitor& by) const {
  const auto feed =
      parts_.database.read_single([&](Transaction& tx) { return SqlFeedRepository::of_user(tx, by.user); });
  return feed ? open_sealed(keys_, feed->sealed) : std::nullopt;
}

void Calendars::renew(const Visitor& by) const {
  const auto token = random_token();
  const Feed feed{by.user, sha256_hex(token), seal(keys_, token), parts_.clock.now()};
  parts_.database.transact([&](Transaction& tx) { SqlFeedRepository::store(tx, feed); });
}

}  // namespace courses
