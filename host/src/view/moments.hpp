// Writes the times in templates' data (callboard/moment.hpp) for people: in the school's time zone and in the
// reader's language. Immutable; thread-safe.
#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "callboard/visitor.hpp"

namespace date {
class time_zone;
}

namespace callboard::host {

class Moments {
 public:
  static bool is_moment(const nlohmann::json& value);

  // An IANA name. Throws std::runtime_error where this machine does not know it.
  explicit Moments(const std::string& time_zone);

  // "21 November 2026, 11:38" / "21 ноября 2026 г., 11:38", or the date or the time of day alone.
  std::string text(const nlohmann::json& moment, Language language) const;
  // For `<time datetime>`: "2026-11-21T08:38:00Z", "2026-11-21", "11:38".
  std::string iso(const nlohmann::json& moment) const;

 private:
  struct Parts;
  Parts parts_of(const nlohmann::json& moment) const;

  const date::time_zone* zone_ = nullptr;  // null: UTC
};

}  // namespace callboard::host
