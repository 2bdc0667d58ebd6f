# How every file is compiled and linked: C++20, what a build type means, sanitizers, ccache, glibc as the only shared library.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Debug (checks, light optimisation) or Release" FORCE)
endif()
set(CMAKE_CXX_FLAGS_DEBUG "-O1 -g1 -D_GLIBCXX_ASSERTIONS")
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")

find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # Paths relative to the tree, so that another clone finds what the first one compiled; what was included is known from the compiler,
  # which spares a run of the preprocessor; precompiled headers are cached too.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=1 CCACHE_DEPEND=1
                                  CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE})
endif()

# Includes are written from the repository root; generated headers live beside in build/<preset>/generated.
add_library(gpupeak_options INTERFACE)
target_include_directories(gpupeak_options INTERFACE ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR}/generated)
target_link_libraries(gpupeak_options INTERFACE gpupeak_warnings)

if(GPUPEAK_SANITIZE)
  add_compile_options("$<$<COMPILE_LANGUAGE:CXX>:-fsanitize=${GPUPEAK_SANITIZE};-fno-sanitize-recover=all;-fno-omit-frame-pointer>")
  if(CMAKE_CXX_COMPILER_ID MATCHES Clang)
    # As gcc has it: addresses announce themselves, and what a library is asked for by name may be of another type there.
    add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-fno-sanitize=function>)
    if(GPUPEAK_SANITIZE MATCHES address)
      add_compile_definitions(__SANITIZE_ADDRESS__=1)
    endif()
  endif()
  add_link_options(-fsanitize=${GPUPEAK_SANITIZE})
else()
  # One binary starts anywhere: tests/architecture/needed_libraries reads what it asks the loader for.
  add_link_options(-static-libstdc++ -static-libgcc)
endif()
