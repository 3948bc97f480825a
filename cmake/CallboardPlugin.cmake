# callboard_add_plugin(NAME [USES plugin …] [LIBRARIES library …])
#
# Builds the plugin NAME from the sources of the current folder. Its file is NAME.so. USES opens the
# `api/` folders of other plugins; nothing else of them, and nothing of the host, can be included.
# The same function serves plugins inside this tree and, by find_package(Callboard), outside of it.
function(callboard_add_plugin name)
  cmake_parse_arguments(ARG "" "" "USES;LIBRARIES;SOURCES" ${ARGN})
  if(NOT ARG_SOURCES)
    file(GLOB ARG_SOURCES CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.cpp")
  endif()
  add_library(${name} MODULE ${ARG_SOURCES})
  # The plugin's tests take all objects but this one, whatever else is compiled together.
  set_source_files_properties("${CMAKE_CURRENT_SOURCE_DIR}/${name}_plugin.cpp" PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  set_target_properties(${name} PROPERTIES
    PREFIX "" CXX_STANDARD 20 CXX_STANDARD_REQUIRED ON CXX_EXTENSIONS OFF
    CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
  target_link_libraries(${name} PRIVATE Callboard::sdk ${ARG_LIBRARIES})
  target_link_options(${name} PRIVATE -Wl,--no-undefined)
  foreach(used IN LISTS ARG_USES)
    target_include_directories(${name} PRIVATE "${CALLBOARD_PLUGIN_API_DIR}/${used}/api")
  endforeach()
  if(CALLBOARD_PLUGIN_OUTPUT_DIR)
    set_target_properties(${name} PROPERTIES LIBRARY_OUTPUT_DIRECTORY "${CALLBOARD_PLUGIN_OUTPUT_DIR}")
  endif()
  if(name IN_LIST CALLBOARD_SINGLY)
    set_target_properties(${name} PROPERTIES UNITY_BUILD OFF)
  endif()
  if(TARGET callboard_pch)
    target_precompile_headers(${name} REUSE_FROM callboard_pch)
  endif()
endfunction()
