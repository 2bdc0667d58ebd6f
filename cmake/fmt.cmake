# gpupeak_fmt: fmt without a shared library. A static one (as FetchContent builds it) is used as it is; else it is compiled once from
# the installed headers; where this version of fmt resists that, it is used header-only, which builds slower.
add_library(gpupeak_fmt INTERFACE)
get_target_property(gpupeak_fmt_type fmt::fmt TYPE)
get_target_property(gpupeak_fmt_includes fmt::fmt-header-only INTERFACE_INCLUDE_DIRECTORIES)
if(gpupeak_fmt_type STREQUAL STATIC_LIBRARY)
  target_link_libraries(gpupeak_fmt INTERFACE fmt::fmt)
else()
  if(NOT DEFINED GPUPEAK_FMT_COMPILES_ONCE)
    try_compile(GPUPEAK_FMT_COMPILES_ONCE ${PROJECT_BINARY_DIR}/fmt_probe
      SOURCES ${PROJECT_SOURCE_DIR}/cmake/fmt_once.cpp ${PROJECT_SOURCE_DIR}/cmake/fmt_probe.cpp
      CMAKE_FLAGS "-DINCLUDE_DIRECTORIES=${gpupeak_fmt_includes}"
      CXX_STANDARD 20 CXX_STANDARD_REQUIRED ON)
  endif()
  if(GPUPEAK_FMT_COMPILES_ONCE)
    add_library(gpupeak_fmt_once STATIC cmake/fmt_once.cpp)
    target_include_directories(gpupeak_fmt_once SYSTEM PUBLIC ${gpupeak_fmt_includes})
    target_link_libraries(gpupeak_fmt INTERFACE gpupeak_fmt_once)
  else()
    target_link_libraries(gpupeak_fmt INTERFACE fmt::fmt-header-only)
  endif()
endif()
