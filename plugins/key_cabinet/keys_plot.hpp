// How many keys were taken on each of the last days, for the dashboard.
#pragma once

#include <callboard/admin.hpp>
#include <callboard/services.hpp>
#include <callboard/site.hpp>

namespace key_cabinet {

// Clock and site must outlive it.
callboard::DashboardPlot keys_taken_by_day(const callboard::Clock& clock, const callboard::Site& site);

}  // namespace key_cabinet
