# What the plugin links; its tests compile its sources and link the same.
find_package(PkgConfig REQUIRED)
pkg_check_modules(CMARK_GFM REQUIRED IMPORTED_TARGET libcmark-gfm)
set(portfolio_libraries PkgConfig::CMARK_GFM)
