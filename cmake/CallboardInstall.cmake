# What `cmake --install` puts where: the program, the SDK with its CMake package, and what the program
# reads at run time, below share/callboard, where it looks by itself.
include(CMakePackageConfigHelpers)

set(package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/Callboard")
set(share_dir "${CMAKE_INSTALL_DATADIR}/callboard")

install(TARGETS callboard callboard_recode callboard_video RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(TARGETS callboard_sdk EXPORT CallboardTargets LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(DIRECTORY host/include/callboard DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} PATTERN testing EXCLUDE)
install(EXPORT CallboardTargets NAMESPACE Callboard:: DESTINATION ${package_dir})

configure_package_config_file(cmake/CallboardConfig.cmake.in CallboardConfig.cmake INSTALL_DESTINATION ${package_dir}
                              PATH_VARS CMAKE_INSTALL_INCLUDEDIR)
write_basic_package_version_file(CallboardConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES "${CMAKE_CURRENT_BINARY_DIR}/CallboardConfig.cmake" "${CMAKE_CURRENT_BINARY_DIR}/CallboardConfigVersion.cmake"
              cmake/CallboardPlugin.cmake DESTINATION ${package_dir})

install(DIRECTORY sql templates DESTINATION ${share_dir} PATTERN "*.md" EXCLUDE PATTERN static EXCLUDE
        PATTERN locale EXCLUDE PATTERN CMakeLists.txt EXCLUDE)
install(DIRECTORY "${CMAKE_BINARY_DIR}/static" "${CMAKE_BINARY_DIR}/locale" DESTINATION ${share_dir} OPTIONAL)
install(DIRECTORY nginx DESTINATION ${share_dir})
