# callboard_add_tests(ROOM [PLUGIN name] [SOURCES …] [LIBRARIES …]): the unit tests of one room, one program, from
# *_test.cpp of the current folder. PLUGIN: a plugin's tests, with its objects (all but NAME_plugin.cpp), which are
# compiled once for both. A test's name begins with its room, so that `ctest -R '^sql'` runs that one.
function(callboard_add_tests room)
  cmake_parse_arguments(ARG "" "TIMEOUT;PLUGIN" "SOURCES;LIBRARIES" ${ARGN})
  file(GLOB tests CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*_test.cpp")
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 300)
  endif()
  add_executable(test_${room} ${tests} ${ARG_SOURCES})
  target_link_libraries(test_${room} PRIVATE callboard_host callboard_testing GTest::gmock GTest::gtest GTest::gtest_main
                        ${ARG_LIBRARIES})
  if(ARG_PLUGIN)
    target_sources(test_${room} PRIVATE
                   "$<FILTER:$<TARGET_OBJECTS:${ARG_PLUGIN}>,EXCLUDE,/${ARG_PLUGIN}_plugin\\.cpp>")
    target_include_directories(test_${room} PRIVATE "${CMAKE_SOURCE_DIR}/plugins/${ARG_PLUGIN}")
  endif()
  target_include_directories(test_${room} PRIVATE "${CMAKE_SOURCE_DIR}/host/testing")
  target_compile_definitions(test_${room} PRIVATE CALLBOARD_SOURCE_DIR="${CMAKE_SOURCE_DIR}"
                             CALLBOARD_BINARY_DIR="${CMAKE_BINARY_DIR}")
  if(CALLBOARD_SANITIZE)
    target_compile_options(test_${room} PRIVATE -g0)  # a quarter of the time; what is tested keeps its lines
  endif()
  if("test_${room}" IN_LIST CALLBOARD_SINGLY)
    set_target_properties(test_${room} PROPERTIES UNITY_BUILD OFF)
  else()
    # What tests instantiate (gtest, SOCI) is most of their work, and the same in all of them.
    set_target_properties(test_${room} PROPERTIES UNITY_BUILD_BATCH_SIZE 20)
  endif()
  target_precompile_headers(test_${room} REUSE_FROM callboard_tests_pch)
  add_test(NAME ${room} COMMAND test_${room})
  set_tests_properties(${room} PROPERTIES TIMEOUT ${ARG_TIMEOUT} LABELS unit)
endfunction()
