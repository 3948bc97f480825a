# What the plugin links; its tests compile its sources and link the same.
find_package(PkgConfig REQUIRED)
find_package(date REQUIRED)
pkg_check_modules(ICAL REQUIRED IMPORTED_TARGET libical)
set(courses_libraries PkgConfig::ICAL date::date date::date-tz)
set(courses_uses accounts key_cabinet reviews theatre_admin)
