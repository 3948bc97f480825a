// What the teacher's pages show, as data for templates and rows of a file. Pure functions; thread-safe.
#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "teaching.hpp"

namespace courses {

nlohmann::json taught_courses_data(const TaughtCourses& taught, const std::string& zone);
nlohmann::json course_room_data(const CourseRoom& room, const std::string& zone, callboard::Time now);
nlohmann::json lesson_room_data(const LessonRoom& room);
// RFC 4180 with UTF-8's mark, by which spreadsheets know the encoding.
std::string students_csv(const CourseRoom& room);

}  // namespace courses
