// Weekly times, single lessons and holidays as administrators keep them. Thread-safe.
#pragma once

#include "courses_admin.hpp"

namespace courses {

class TimetableAdmin {
 public:
  explicit TimetableAdmin(const CoursesAdmin::Parts& parts) : parts_(parts) {}

  callboard::AdminResource weekly_times() const;
  callboard::AdminResource lessons() const;
  callboard::AdminResource holidays() const;

 private:
  void write_time(callboard::Transaction& tx, const callboard::AdminCall& call, std::int64_t id,
                  const nlohmann::json& values) const;
  void remove_time(callboard::Transaction& tx, const callboard::AdminCall& call, std::int64_t id) const;
  callboard::AdminWrites time_writes() const;

  std::int64_t add_lesson(callboard::Transaction& tx, const callboard::AdminCall& call,
                          const nlohmann::json& values) const;
  void move_lesson(callboard::Transaction& tx, const callboard::AdminCall& call, std::int64_t id,
                   const nlohmann::json& values) const;
  void remove_lesson(callboard::Transaction& tx, std::int64_t id) const;
  void set_cancelled(callboard::Transaction& tx, const callboard::AdminCall& call, std::int64_t id, bool cancelled,
                     const std::string& note) const;
  callboard::AdminWrites lesson_writes() const;
  std::vector<callboard::AdminAction> lesson_actions() const;

  std::int64_t write_holiday(callboard::Transaction& tx, const callboard::AdminCall& call,
                             std::optional<std::int64_t> id, const nlohmann::json& values) const;
  void remove_holiday(callboard::Transaction& tx, const callboard::AdminCall& call, std::int64_t id) const;

  CoursesAdmin::Parts parts_;
};

}  // namespace courses
