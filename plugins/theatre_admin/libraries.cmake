# What the plugin links; its tests compile its sources and link the same.
find_package(PkgConfig REQUIRED)
pkg_check_modules(XLSXWRITER REQUIRED IMPORTED_TARGET xlsxwriter)
set(theatre_admin_libraries PkgConfig::XLSXWRITER)
set(theatre_admin_uses reviews)
