# How all of Callboard's own code is compiled.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

# Executables too are compiled as position independent as libraries are, so that all share one precompiled header.
set(CMAKE_CXX_COMPILE_OPTIONS_PIE -fPIC)

add_compile_options(-Wall -Wextra -Wpedantic -Wconversion)
if(CALLBOARD_WERROR)
  add_compile_options(-Werror)
endif()
# clang leaves a sanitizer's own symbols to the executable.
if(NOT (CALLBOARD_SANITIZE AND CMAKE_CXX_COMPILER_ID STREQUAL "Clang"))
  add_link_options(-Wl,--no-undefined)
endif()

# Forty programs are linked for the tests; GNU ld takes five times as long for each.
find_program(CALLBOARD_MOLD mold)
if(CALLBOARD_MOLD AND CMAKE_BUILD_TYPE STREQUAL "Debug" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  add_link_options(-fuse-ld=mold)
endif()

if(CALLBOARD_SANITIZE)
  add_compile_options(-fsanitize=${CALLBOARD_SANITIZE} -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${CALLBOARD_SANITIZE})
  if(CALLBOARD_SANITIZE MATCHES undefined)
    add_compile_options(-fno-sanitize=vptr)  # wants the type information of SOCI's classes, which Debian's SOCI hides
    # Checked at each access to a member, these take two fifths of the build's time. A null pointer ends in
    # AddressSanitizer's report all the same.
    add_compile_options(-fno-sanitize=null,alignment,object-size)
  endif()
  add_compile_options(-Wno-maybe-uninitialized)  # false alarms inside libstdc++ (regex, jthread) where sanitizers are on
endif()
