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
  list(TRANSFORM layer_USES REPLACE "^(core|analysis|device|device_host|device_nvml|device_cuda|kernels|kernels_host|kernels_cuda|suites|formats|reporters)$" "gpupeak_\\1")

  add_library(gpupeak_${name} STATIC ${sources})
  target_link_libraries(gpupeak_${name} PUBLIC ${layer_USES} PRIVATE gpupeak_options)
endfunction()
