#include "lesson_keys.hpp"

#include <algorithm>
#include <map>

namespace courses {

using namespace callboard;

namespace {

constexpr auto kMargin = std::chrono::minutes(15);
constexpr auto kKeysAhead = std::chrono::days(14);
constexpr auto kLongestTaught = std::chrono::hours(24);  // one that has begun keeps its key
constexpr const char* kSource = "courses";

using ByTeacher = std::map<std::pair<LessonId, TeacherId>, LessonKey>;

ByTeacher by_teacher(const std::vector<LessonKey>& keys) {
  ByTeacher all;
  for (const auto& key : keys) all.emplace(std::pair(key.lesson, key.teacher), key);
  return all;
}

// One for each teacher: an opening is one person's.
std::string reference_of(const LessonKey& key) {
  return "lesson/" + std::to_string(static_cast<std::int64_t>(key.lesson)) + "/teacher/" +
         std::to_string(static_cast<std::int64_t>(key.teacher));
}

// Of what lessons begin in the next two weeks, or have begun and are not over, with the margin on both sides.
std::vector<LessonKey> wanted(Transaction& tx, Time now, std::optional<CourseId> course) {
  auto keys = SqlLessonKeys::wanted(tx, now - kLongestTaught, now + kKeysAhead, course);
  for (auto& key : keys) {
    key.from -= kMargin;
    key.until += kMargin;
  }
  std::erase_if(keys, [&](const LessonKey& key) { return key.until <= now; });
  return keys;
}

}  // namespace

int LessonKeys::update() const {
  return parts_.database.transact([&](Transaction& tx) {
    const auto now = parts_.clock.now();
    SqlLessonKeys::forget_past(tx, now);
    return update(tx, wanted(tx, now, std::nullopt), SqlLessonKeys::open(tx, now, std::nullopt));
  });
}

int LessonKeys::update(Transaction& tx, CourseId course) const {
  const auto now = parts_.clock.now();
  return update(tx, wanted(tx, now, course), SqlLessonKeys::open(tx, now, course));
}

int LessonKeys::update(Transaction& tx, const std::vector<LessonKey>& wanted,
                       const std::vector<LessonKey>& open) const {
  int changed = 0;
  const auto before = by_teacher(open), after = by_teacher(wanted);
  for (const auto& [whose, key] : before) {
    if (after.contains(whose)) continue;
    close(tx, key);
    ++changed;
  }
  for (const auto& [whose, key] : after) {
    const auto known = before.find(whose);
    if (known != before.end() && known->second.is_same_as(key)) continue;
    if (this->open(tx, key)) ++changed;
  }
  return changed;
}

// Whoever has no holder of keys yet is tried again by the next job.
bool LessonKeys::open(Transaction& tx, const LessonKey& key) const {
  constexpr std::size_t kLongestNote = 100;  // bytes; the administration shows more elsewhere
  auto note = key.note.substr(0, key.note.size() <= kLongestNote ? std::string::npos : kLongestNote);
  while (note.size() < key.note.size() && !note.empty() && (key.note[note.size()] & 0xC0) == 0x80) note.pop_back();
  const auto opened =
      keys_.open(tx, {kSource, reference_of(key), key.user, key_cabinet::RoomId{key.room}, key.from, key.until, note});
  if (opened != key_cabinet::RoomOpened::Done) {
    SqlLessonKeys::forget(tx, key);
    return false;
  }
  SqlLessonKeys::remember(tx, key);
  return true;
}

void LessonKeys::close(Transaction& tx, const LessonKey& key) const {
  keys_.close(tx, kSource, reference_of(key));
  SqlLessonKeys::forget(tx, key);
}

}  // namespace courses
