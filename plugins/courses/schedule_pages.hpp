// /schedule: the courses as a list and as a calendar, and their part of the home page. Thread-safe.
#pragma once

#include <callboard/view.hpp>

#include "catalogue.hpp"
#include "prepared_parts.hpp"
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
  // For whom a part is the same.
  struct Reader {
    callboard::Language language;
    bool admin;
  };
  static std::string key_of(const ScheduleQuery& query, const Reader& reader);
  PreparedParts::Html list(const ScheduleQuery& query, const Reader& reader) const;
  PreparedParts::Html calendar(const ScheduleQuery& query, const Reader& reader) const;
  // The part as it was kept under that stamp, or filled in with what `make` makes.
  template <typename Make>
  PreparedParts::Html prepared(const ScheduleQuery& query, const Reader& reader, const std::string& page,
                               const std::string& stamp, const Make& make) const;
  ListContext context(const Catalogue::Shown* shown) const;

  Parts parts_;
  mutable PreparedParts prepared_;
  const reviews::Reviews* reviews_ = nullptr;
};

}  // namespace courses
