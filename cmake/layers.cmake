# Files are compiled together, by the dozen, which takes a third of the time: what they include is read once, and what they
# instantiate is compiled once. So names that only a file knows are unique in their layer. OFF compiles each file alone, with nothing but
# what it includes.
option(GPUPEAK_UNITY "compile the files of a layer together" ON)
if(NOT GPUPEAK_UNITY)
  set(CMAKE_DISABLE_PRECOMPILE_HEADERS ON)
endif()

# gpupeak_together(<target>): C++ sources without compile options of their own.
function(gpupeak_together target)
  set_target_properties(${target} PROPERTIES UNITY_BUILD ${GPUPEAK_UNITY} UNITY_BUILD_BATCH_SIZE 12)
  if(GPUPEAK_UNITY AND CMAKE_CXX_COMPILER_ID STREQUAL GNU)
    target_compile_options(${target} PRIVATE -Wno-subobject-linkage)  # which is for headers, and takes what a unit includes for one
  endif()
endfunction()

# gpupeak_kernels_together(<list of sources>): puts one generated file in the place of the .cu files of each folder (CMake itself can
# from 3.31 on), but for those that use dynamic shared memory: its alignment would be that of every kernel beside it.
function(gpupeak_kernels_together list)
  if(NOT GPUPEAK_UNITY)
    return()
  endif()
  set(together ${${list}})
  list(FILTER together EXCLUDE REGEX "\\.cu$")
  set(kernels)
  foreach(file ${${list}})
    if(file MATCHES "\\.cu$")
      file(STRINGS ${file} uses REGEX "dynamic_shared<" LIMIT_COUNT 1)
      if(uses)
        list(APPEND together ${file})
      else()
        list(APPEND kernels ${file})
      endif()
    endif()
  endforeach()
  set(folders ${kernels})
  list(TRANSFORM folders REPLACE "/[^/]*$" "")
  list(REMOVE_DUPLICATES folders)
  foreach(folder ${folders})
    set(files ${kernels})
    list(FILTER files INCLUDE REGEX "^${folder}/[^/]*$")
    list(JOIN files "\"\n#include \"" content)
    file(RELATIVE_PATH name ${PROJECT_SOURCE_DIR} ${folder})
    set(file ${PROJECT_BINARY_DIR}/generated/${name}.cu)
    file(CONFIGURE OUTPUT ${file} CONTENT "#include \"${content}\"\n")
    list(APPEND together ${file})
  endforeach()
  set(${list} ${together} PARENT_SCOPE)
endfunction()

# gpupeak_layer(<name> <glob>... [WITHOUT <file>...] [USES <target>...]): one static library per folder.
# Globs are checked again at each build (CONFIGURE_DEPENDS): a new suite, rung or reporter is one new file and one table row, and
# costs no edit here. `**` descends into folders. WITHOUT names the files of which another place takes care: of a file and its
# absent twin (onednn.cpp | onednn_absent.cpp) exactly one is linked.
function(gpupeak_layer name)
  cmake_parse_arguments(PARSE_ARGV 1 layer "" "" "WITHOUT;USES")
  set(sources)
  foreach(pattern ${layer_UNPARSED_ARGUMENTS})
    if(pattern MATCHES "\\*\\*")
      string(REPLACE "**" "*" pattern ${pattern})
      file(GLOB_RECURSE found CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${pattern})
    else()
      file(GLOB found CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${pattern})
    endif()
    list(APPEND sources ${found})
  endforeach()
  foreach(file ${layer_WITHOUT})
    list(FILTER sources EXCLUDE REGEX "/${file}$")
  endforeach()
  list(TRANSFORM layer_USES REPLACE "^(core|statistics|method|peaks|analysis|device|device_host|device_nvml|device_cuda|kernels|kernels_host|kernels_cuda|suites|formats|reporters)$" "gpupeak_\\1")

  gpupeak_kernels_together(sources)
  add_library(gpupeak_${name} STATIC ${sources})
  if(NOT name STREQUAL kernels_host)
    gpupeak_together(gpupeak_${name})
  endif()
  target_link_libraries(gpupeak_${name} PUBLIC ${layer_USES} PRIVATE gpupeak_options)
endfunction()
