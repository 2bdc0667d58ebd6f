# What gpupeak is built from. The system's packages first; what is missing is fetched at a pinned commit (a git hash is a hash of
# the contents). scripts/setup.sh installs all of it on Debian and Ubuntu.
include(FetchContent)
set(FETCHCONTENT_QUIET ON)
find_package(Threads REQUIRED)

#                    package        at least  repository                                  version  commit
set(gpupeak_fetched "fmt            8.1       https://github.com/fmtlib/fmt.git           9.1.0    a33701196adfad74917046096bf5a2aa0ab0bb50"
                    "CLI11          2.1       https://github.com/CLIUtils/CLI11.git       2.3.2    291c58789c031208f08f4f261a858b5b7083e8e2"
                    "nlohmann_json  3.10      https://github.com/nlohmann/json.git        3.11.2   bc889afb4c5bf1c0d8ee29ef35eaaf4c8bef8a5d")
if(GPUPEAK_TESTS)
  list(APPEND gpupeak_fetched
                    "GTest          1.11      https://github.com/google/googletest.git    1.14.0   f8d7d77c06936315286eb55f8de22cd23c188571")
endif()

set(INSTALL_GTEST OFF)
foreach(entry ${gpupeak_fetched})
  separate_arguments(entry UNIX_COMMAND ${entry})
  list(POP_FRONT entry package minimum repository version commit)
  FetchContent_Declare(${package} GIT_REPOSITORY ${repository} GIT_TAG ${commit} FIND_PACKAGE_ARGS ${minimum})
  FetchContent_MakeAvailable(${package})
  if(NOT ${package}_FOUND)
    message(STATUS "${package}: no package on this system, using ${version} from ${repository}")
  endif()
endforeach()

# Fetched headers are not ours to warn about. (FetchContent_Declare's own SYSTEM breaks the clone in CMake 3.25.)
foreach(target fmt fmt-header-only CLI11 nlohmann_json gtest gtest_main gmock gmock_main)
  if(TARGET ${target})
    set_target_properties(${target} PROPERTIES SYSTEM ON)
  endif()
endforeach()

# hwloc (topology and caches) is built by autotools, so it cannot be fetched. The static archive keeps it out of the binary's
# needed libraries; distributions that ship none get the shared one.
find_path(HWLOC_INCLUDE hwloc.h)
find_library(HWLOC_LIBRARY NAMES libhwloc.a hwloc)
if(NOT HWLOC_INCLUDE OR NOT HWLOC_LIBRARY)
  message(FATAL_ERROR "hwloc is missing. Install it: apt install libhwloc-dev (Debian, Ubuntu), dnf install hwloc-devel (Fedora), "
                      "conda install -c conda-forge libhwloc; or run scripts/setup.sh")
endif()
add_library(hwloc::hwloc UNKNOWN IMPORTED)
set_target_properties(hwloc::hwloc PROPERTIES IMPORTED_LOCATION ${HWLOC_LIBRARY} INTERFACE_INCLUDE_DIRECTORIES ${HWLOC_INCLUDE})
if(HWLOC_LIBRARY MATCHES "\\.a$")
  add_library(gpupeak_hwloc_without_udev STATIC device/host/hwloc_without_udev.cpp)
  target_link_libraries(hwloc::hwloc INTERFACE gpupeak_hwloc_without_udev ${CMAKE_DL_LIBS} m)
endif()

# The vendor libraries are opened at run time: building needs only oneDNN's headers, and without them its rung says so.
find_path(ONEDNN_INCLUDE NAMES oneapi/dnnl/dnnl.hpp dnnl.hpp)
if(ONEDNN_INCLUDE)
  set(ONEDNN_OTHER_TWIN onednn_absent.cpp)
  target_include_directories(gpupeak_options SYSTEM INTERFACE ${ONEDNN_INCLUDE})
else()
  set(ONEDNN_OTHER_TWIN onednn.cpp)
  message(STATUS "oneDNN headers: not found, its rung will say so (apt install libdnnl-dev)")
endif()
