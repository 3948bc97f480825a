#include "weekly_times.hpp"

#include <callboard/calendar_words.hpp>

#include <algorithm>
#include <array>

#include <callboard/unicode.hpp>

#include "school_days.hpp"

namespace courses {

using namespace callboard;

namespace {

constexpr std::array<std::array<std::string_view, 4>, 7> kDays{{{"monday", "mo", "понедельник", "пн"},
                                                                {"tuesday", "tu", "вторник", "вт"},
                                                                {"wednesday", "we", "среда", "ср"},
                                                                {"thursday", "th", "четверг", "чт"},
                                                                {"friday", "fr", "пятница", "пт"},
                                                                {"saturday", "sa", "суббота", "сб"},
                                                                {"sunday", "su", "воскресенье", "вс"}}};

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const auto from = text.find_first_not_of(kBlanks);
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(kBlanks) - from + 1);
}

// By its whole name, its first three letters or what calendars write.
std::optional<int> weekday_in(const std::string& word) {
  for (std::size_t day = 0; day < kDays.size(); ++day) {
    const auto& [english, english_short, russian, russian_short] = kDays[day];
    const bool is_english = word.size() >= 2 && (english.starts_with(word) || word == english_short);
    const bool is_russian = word == russian_short || (word.size() >= 6 && russian.starts_with(word));
    if (is_english || is_russian) return static_cast<int>(day);
  }
  return std::nullopt;
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

std::optional<WeeklyTime> weekly_time_in(std::string_view part) {
  const auto digit = part.find_first_of("0123456789");
  if (digit == std::string_view::npos) return std::nullopt;
  auto word = std::string(trimmed(part.substr(0, digit)));
  if (word.ends_with('.') || word.ends_with(':')) word.pop_back();
  const auto weekday = weekday_in(word);
  const auto times = part.substr(digit);
  const auto dash = times.find('-');
  if (!weekday || dash == std::string_view::npos) return std::nullopt;
  const auto from = minute_of_day(trimmed(times.substr(0, dash))),
             until = minute_of_day(trimmed(times.substr(dash + 1)));
  if (!from || !until || *until <= *from) return std::nullopt;
  return WeeklyTime{.weekday = *weekday, .from = *from, .until = *until};
}

// Takes the first for which `is_one` holds out of a list.
template <typename Is>
std::optional<WeeklyTime> take(std::vector<WeeklyTime>& list, const Is& is_one) {
  const auto found = std::find_if(list.begin(), list.end(), is_one);
  if (found == list.end()) return std::nullopt;
  const auto taken = *found;
  list.erase(found);
  return taken;
}

}  // namespace

std::optional<std::vector<WeeklyTime>> weekly_times_in(std::string_view text) {
  auto plain = nfkc_casefold(text);
  for (const auto* dash : {"–", "—", "−"}) replace_all(plain, dash, "-");
  std::replace_if(
      plain.begin(), plain.end(), [](char c) { return c == ';' || c == '\n'; }, ',');
  std::vector<WeeklyTime> times;
  for (std::string_view rest = plain; !rest.empty();) {
    const auto comma = std::min(rest.find(','), rest.size());
    const auto part = trimmed(rest.substr(0, comma));
    rest.remove_prefix(std::min(comma + 1, rest.size()));
    if (part.empty()) continue;
    const auto time = weekly_time_in(part);
    if (!time || times.size() == kMostWeeklyTimes) return std::nullopt;
    times.push_back(*time);
  }
  return times;
}

WeeklyTimeChanges changes_between(const std::vector<WeeklyTime>& present, std::vector<WeeklyTime> wanted) {
  WeeklyTimeChanges changes;
  std::vector<WeeklyTime> left;
  for (const auto& time : present) {
    if (!take(wanted, [&](const auto& each) { return each.same_time(time); })) left.push_back(time);
  }
  for (auto& time : wanted) {
    auto changed = take(left, [&](const auto& each) { return each.weekday == time.weekday; });
    if (!changed) {
      changes.add.push_back(time);
      continue;
    }
    changed->from = time.from;
    changed->until = time.until;
    changes.change.push_back(*changed);
  }
  for (const auto& time : left) changes.remove.push_back(time.id);
  return changes;
}

Text weekday_name(int weekday) { return weekday_text(std::chrono::Monday + std::chrono::days(weekday)); }

Text short_weekday_name(int weekday) {
  switch (weekday) {
    case 0: return _("Mon");
    case 1: return _("Tue");
    case 2: return _("Wed");
    case 3: return _("Thu");
    case 4: return _("Fri");
    case 5: return _("Sat");
    default: return _("Sun");
  }
}

}  // namespace courses
