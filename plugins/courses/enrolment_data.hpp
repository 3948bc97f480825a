// Enrolments, lessons and periods as templates write them. Pure functions; thread-safe.
#pragma once

#include <nlohmann/json.hpp>

#include "booking.hpp"
#include "enrolment_history.hpp"

namespace courses {

// A day of the school's calendar for readers: "21 November 2026".
nlohmann::json day_data(const Timetable& timetable, const std::string& day);
nlohmann::json lesson_data(const Lesson& lesson);
nlohmann::json entry_data(const Timetable& timetable, const HistoryEntry& entry);
nlohmann::json plan_data(const Timetable& timetable, const BookingPlan& plan);
// [{"value", "label", "chosen"}, …]
nlohmann::json teacher_choices(const Course& course, const std::string& chosen);

}  // namespace courses
