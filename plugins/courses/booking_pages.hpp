// /courses/{id}/enrol: the form, the summary of what it would mean, and the request itself. Thread-safe.
#pragma once

#include <callboard/router.hpp>
#include <callboard/view.hpp>

#include "booking.hpp"

namespace courses {

class BookingPages {
 public:
  BookingPages(const callboard::View& view, const Booking& booking, const Timetable& timetable)
      : view_(view), booking_(booking), timetable_(timetable) {}

  void add_routes(callboard::Routes& routes) const;

 private:
  callboard::Response show(const callboard::Request& request, const callboard::Visitor& visitor) const;
  // With `preview` the summary, without it the request.
  callboard::Response send(const callboard::Request& request, const callboard::Visitor& visitor) const;
  callboard::Response summary(const callboard::Visitor& visitor, CourseId id, const BookingInput& input) const;
  callboard::Response refuse(const Course& course, const BookingInput& input, const callboard::Faults& faults) const;
  nlohmann::json form_data(const Course& course, const BookingInput& input) const;

  const callboard::View& view_;
  const Booking& booking_;
  const Timetable& timetable_;
};

}  // namespace courses
