#include "enrolment_demo.hpp"

#include <stdexcept>

namespace courses {

using namespace callboard;

struct EnrolmentDemo::Entry {
  const char* course;
  EnrolmentState state;
  int days_ago;  // when it was asked for
  const char* account;
  const char* partner = "";
  const char* reason = "";
};

namespace {

constexpr const char* kActing = "Актёрское мастерство: первые шаги";
constexpr const char* kVoice = "Voice and Speech";
constexpr const char* kMovement = "Сценическое движение";
constexpr const char* kHistory = "История театра за двадцать вечеров";
constexpr const char* kSinging = "Вокал для актёров";
constexpr const char* kCombat = "Stage Combat";
constexpr const char* kAutumn = "Осенний интенсив: этюд";
constexpr const char* kMakeUp = "Сценический грим";

}  // namespace

// The order is that of the waiting list.
const std::vector<EnrolmentDemo::Entry>& EnrolmentDemo::entries() {
  using State = EnrolmentState;
  static const std::vector<Entry> all{
      {kAutumn, State::Completed, 110, "student"},
      {kAutumn, State::Completed, 108, "olga_v"},
      {kAutumn, State::Completed, 107, "lapina"},
      {kActing, State::Confirmed, 70, "student"},
      {kActing, State::Confirmed, 69, "roma_k"},
      {kActing, State::Confirmed, 68, "zaitsev"},
      {kActing, State::Confirmed, 66, "golubeva"},
      {kActing, State::Confirmed, 60, "emily_r"},
      {kActing, State::Pending, 3, "kirill"},
      {kActing, State::Pending, 1, "vera_n", "tim.orlov"},
      {kMovement, State::Confirmed, 55, "student2", "olga_v"},
      {kMovement, State::Confirmed, 54, "priya"},
      {kMovement, State::Confirmed, 53, "grace.lin", "j.moreau"},
      {kSinging, State::Confirmed, 50, "nina.lebedeva"},
      {kSinging, State::Confirmed, 49, "pavlova"},
      {kSinging, State::Confirmed, 47, "stepan"},
      {kSinging, State::Confirmed, 46, "vlasova"},
      {kSinging, State::Waiting, 20, "grace.lin"},
      {kSinging, State::Waiting, 12, "makarov"},
      {kSinging, State::Waiting, 6, "egorova", "novikova"},
      {kCombat, State::Confirmed, 25, "h.berg"},
      {kCombat, State::Confirmed, 24, "daniel.k"},
      {kCombat, State::Confirmed, 22, "sam.porter", "c.bennett"},
      {kCombat, State::Confirmed, 21, "baranov"},
      {kCombat, State::Cancelled, 19, "student"},
      {kCombat, State::Pending, 2, "rogov"},
      {kVoice, State::Confirmed, 48, "j.moreau"},
      {kVoice, State::Rejected, 30, "student", "",
       "This course is taught in English for beginners. Please come to the advanced one in spring."},
      {kVoice, State::Pending, 2, "student2"},
      {kHistory, State::Confirmed, 33, "stepan"},
      {kMovement, State::Invited, 1, "student", "nina.lebedeva"},
      {kMakeUp, State::Confirmed, 16, "makarov"},
      {kMakeUp, State::Confirmed, 15, "ivleva"},
      {kMakeUp, State::Confirmed, 15, "saveleva", "osipov"},
      {kMakeUp, State::Confirmed, 14, "alisa"},
      {kMakeUp, State::Confirmed, 12, "dmitriev", "karpov"},
      {kMakeUp, State::Offered, 9, "student"},
  };
  return all;
}

void EnrolmentDemo::load() const {
  parts_.database.transact([&](Transaction& tx) {
    if (parts_.rows.any(tx)) return;
    for (const auto& entry : entries()) add(tx, entry);
  });
}

std::optional<UserId> EnrolmentDemo::person(Transaction& tx, const std::string& account) const {
  const auto found = parts_.people.named(tx, account);
  return found.empty() ? std::nullopt : std::optional(found.front());
}

void EnrolmentDemo::add(Transaction& tx, const Entry& entry) const {
  const auto id = parts_.rows.titled(tx, entry.course);
  const auto course = id ? parts_.courses.course(tx, *id) : std::nullopt;
  if (!course || course->teachers.empty()) return;
  auto group = made(tx, entry, *course);
  if (group.empty()) return;
  const auto places = static_cast<int>(group.size());
  if (holds_place(entry.state) && !parts_.courses.take_places(tx, course->id, places)) return;
  store(tx, std::move(group));
}

// The person's enrolment, and the partner's.
std::vector<Enrolment> EnrolmentDemo::made(Transaction& tx, const Entry& entry, const Course& course) const {
  const auto user = person(tx, entry.account);
  if (!user) return {};
  Enrolment own;
  own.course = course.id;
  own.user = user;
  own.teacher = course.teachers.front().id;
  own.starts_on = course.starts_on;
  own.ends_on = course.ends_on;
  own.state = entry.state;
  own.reason = entry.reason;
  own.created_at = parts_.clock.now() - std::chrono::hours(24 * entry.days_ago);
  if (!*entry.partner) return {own};
  own.kind = EnrolmentKind::Pair;
  auto other = own;
  own.inviter = true;
  other.user = person(tx, entry.partner);
  if (!other.user) return {};
  return {own, other};
}

void EnrolmentDemo::store(Transaction& tx, std::vector<Enrolment> group) const {
  const bool offered = group.front().state == EnrolmentState::Offered;
  std::optional<EnrolmentId> pair;
  for (auto& each : group) {
    if (offered) each.state = EnrolmentState::Waiting;
    each.pair = pair;
    const auto id = parts_.rows.add(tx, each);
    // Its places are taken by now: better no demonstration than a wrong count.
    if (!id) throw std::logic_error("the demonstration enrols somebody twice in a course");
    each.id = *id;
    if (each.inviter) {
      pair = id;
      parts_.rows.set_pair(tx, *id, *id);
    }
    if (!offered) continue;
    const auto now = parts_.clock.now();
    parts_.rows.change(tx, *id,
                       {EnrolmentState::Waiting, EnrolmentState::Offered, {}, now, {}, now + parts_.offer_time});
  }
}

}  // namespace courses
