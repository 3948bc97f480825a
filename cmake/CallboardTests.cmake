# callboard_add_tests(ROOM [SOURCES …] [LIBRARIES …]): the unit tests of one room, one program, from *_test.cpp
# of the current folder. A test's name begins with its room, so that `ctest -R '^sql'` runs that one.
function(callboard_add_tests room)
  cmake_parse_arguments(ARG "" "TIMEOUT" "SOURCES;LIBRARIES" ${ARGN})
  file(GLOB tests CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*_test.cpp")
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 300)
  endif()
  add_executable(test_${room} ${tests} ${ARG_SOURCES})
  target_link_libraries(test_${room} PRIVATE callboard_host callboard_testing GTest::gmock GTest::gtest GTest::gtest_main
                        ${ARG_LIBRARIES})
  target_compile_definitions(test_${room} PRIVATE CALLBOARD_SOURCE_DIR="${CMAKE_SOURCE_DIR}"
                             CALLBOARD_BINARY_DIR="${CMAKE_BINARY_DIR}")
  target_precompile_headers(test_${room} REUSE_FROM callboard_pch)
  add_test(NAME ${room} COMMAND test_${room})
  set_tests_properties(${room} PROPERTIES TIMEOUT ${ARG_TIMEOUT} LABELS unit)
endfunction()
