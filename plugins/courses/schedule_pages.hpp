// /schedule: the courses as a list and as a calendar, and their part of the home page. Thread-safe.
#pragma once

#include <callboard/view.hpp>

#include "catalogue.hpp"
#include "schedule_data.hpp"

namespace courses {

class SchedulePages {
 public:
  struct Parts {
    callboard::Database& database;
    callboard::View& view;
    const Catalogue& catalogue;
    const callboard::Clock& clock;
    const callboard::Site& site;
  };
  explicit SchedulePages(const Parts& parts) : parts_(parts) {}

  // Only while plugins register; without it there are no ratings.
  void rate_by(const reviews::Reviews* reviews) { reviews_ = reviews; }

  callboard::Response schedule(const callboard::Request& request, const callboard::Visitor& visitor) const;
  // Null where there is no course to come.
  nlohmann::json home_panel() const;

 private:
  callboard::Response list(const ScheduleQuery& query, const callboard::Visitor& visitor) const;
  callboard::Response calendar(const ScheduleQuery& query, const callboard::Visitor& visitor) const;
  ListContext context(const Catalogue::Shown* shown) const;

  Parts parts_;
  const reviews::Reviews* reviews_ = nullptr;
};

}  // namespace courses
