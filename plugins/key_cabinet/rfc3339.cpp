#include "rfc3339.hpp"

#include <algorithm>
#include <chrono>

namespace key_cabinet {

using namespace callboard;

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Takes the text apart from its front; once something is missing, it stays failed.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  bool good() const { return good_; }
  bool done() const { return good_ && rest_.empty(); }

  int number(std::size_t digits) {
    if (rest_.size() < digits || !std::all_of(rest_.begin(), rest_.begin() + static_cast<long>(digits), is_digit)) {
      good_ = false;
      return 0;
    }
    int value = 0;
    for (std::size_t i = 0; i < digits; ++i) value = value * 10 + (rest_[i] - '0');
    rest_.remove_prefix(digits);
    return value;
  }

  void one_of(std::string_view letters) {
    if (rest_.empty() || letters.find(rest_.front()) == std::string_view::npos) {
      good_ = false;
      return;
    }
    rest_.remove_prefix(1);
  }

  std::chrono::microseconds fraction() {
    if (rest_.empty() || rest_.front() != '.') return {};
    rest_.remove_prefix(1);
    const auto digits =
        static_cast<std::size_t>(std::find_if_not(rest_.begin(), rest_.end(), is_digit) - rest_.begin());
    if (digits == 0) good_ = false;
    std::int64_t value = 0;
    for (std::size_t i = 0; i < 6; ++i) value = value * 10 + (i < digits ? rest_[i] - '0' : 0);
    rest_.remove_prefix(digits);
    return std::chrono::microseconds(value);
  }

  void utc() {
    if (rest_ == "Z" || rest_ == "z" || rest_ == "+00:00" || rest_ == "-00:00") {
      rest_ = {};
    } else {
      good_ = false;
    }
  }

 private:
  std::string_view rest_;
  bool good_ = true;
};

}  // namespace

std::optional<Time> time_from_rfc3339(std::string_view text) {
  Reader reader(text);
  const int year = reader.number(4);
  reader.one_of("-");
  const int month = reader.number(2);
  reader.one_of("-");
  const int day = reader.number(2);
  reader.one_of("Tt");
  const int hour = reader.number(2);
  reader.one_of(":");
  const int minute = reader.number(2);
  reader.one_of(":");
  const int second = reader.number(2);
  const auto fraction = reader.fraction();
  reader.utc();
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!reader.done() || !date.ok() || hour > 23 || minute > 59 || second > 60) return std::nullopt;
  return Time(std::chrono::sys_days(date)) + std::chrono::hours(hour) + std::chrono::minutes(minute) +
         std::chrono::seconds(second) + fraction;
}

}  // namespace key_cabinet
