// What the administration's lists and its dashboard say of enrolments: expressions for both engines, in which the
// enrolment is `t`, and counts. Thread-safe.
#pragma once

#include <string>

#include <callboard/admin.hpp>
#include <callboard/database.hpp>
#include <callboard/services.hpp>

namespace courses {

// Its place among those who wait, or NULL.
std::string sql_place_in_line();
// What names it to people: never empty.
std::string sql_enrolment_title();

// Requests that wait for a decision; a pair is one.
long long pending_requests(callboard::Transaction& tx);
// The last weeks, each named by its Monday.
callboard::Plot plot_by_week(callboard::Transaction& tx, callboard::Time now, const std::string& zone);

}  // namespace courses
