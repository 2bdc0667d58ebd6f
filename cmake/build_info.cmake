# What this binary was built from, for --version and every report: cli/build_info.h.in filled in at each build, and written only
# when something changed, so that a new commit recompiles the one file that includes it.
# Included by CMakeLists.txt it defines gpupeak_build_info(target); run as a script (cmake -D... -P) it does the filling in.
if(NOT CMAKE_SCRIPT_MODE_FILE)
  function(gpupeak_build_info target)
    set(header ${PROJECT_BINARY_DIR}/generated/cli/build_info.h)
    add_custom_target(gpupeak_build_info_header
      COMMAND ${CMAKE_COMMAND}
        -DSOURCE=${PROJECT_SOURCE_DIR} -DHEADER=${header} -DGPUPEAK_VERSION=${PROJECT_VERSION}
        "-DGPUPEAK_COMPILER=${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION}" -DGPUPEAK_BUILD=${CMAKE_BUILD_TYPE}
        -P ${PROJECT_SOURCE_DIR}/cmake/build_info.cmake
      BYPRODUCTS ${header}
      COMMENT "" VERBATIM)
    add_dependencies(${target} gpupeak_build_info_header)
  endfunction()
  return()
endif()

# A copy of the tree without git, or one that git refuses to read, is "unknown"; edits on top of a commit are "-modified".
execute_process(COMMAND git -C ${SOURCE} describe --always --abbrev=12 --exclude=* --dirty=-modified
                OUTPUT_VARIABLE GPUPEAK_COMMIT OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
if(failed OR NOT EXISTS ${SOURCE}/.git)
  set(GPUPEAK_COMMIT unknown)
endif()
configure_file(${SOURCE}/cli/build_info.h.in ${HEADER} @ONLY)
