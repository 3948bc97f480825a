// The fields of the catalogue's records in the administration, and how their values become columns.
#pragma once

#include <callboard/admin.hpp>
#include <callboard/sql_rows.hpp>

namespace courses {

std::vector<callboard::AdminField> course_fields(callboard::Engine engine);
// What of these values stands in the course's own row; neither teachers nor times nor its capacity.
RowValues course_columns(const nlohmann::json& values);

callboard::AdminField hall_field();
callboard::AdminField teacher_field();
callboard::AdminField course_field();

}  // namespace courses
