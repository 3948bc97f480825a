// How many accounts were made, week by week, for the dashboard.
#pragma once

#include <callboard/admin.hpp>
#include <callboard/services.hpp>
#include <callboard/site.hpp>

namespace accounts {

// The last twelve weeks; the present one is the last. Both must outlive the plot.
callboard::DashboardPlot sign_ups_by_week(const callboard::Clock& clock, const callboard::Site& site);

}  // namespace accounts
