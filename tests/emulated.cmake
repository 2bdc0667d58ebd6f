# CUDA kernels without a GPU: device/cuda and kernels/*/cuda as they are, compiled by the compiler of C++ over the emulator of
# support/simt, with the double of support/cuda_double in the place of NVIDIA's runtime. All that needs is the toolkit's headers.
if(NOT CUDA_INCLUDE)
  message(STATUS "tests of CUDA kernels: left out, the toolkit's headers are not found (apt install nvidia-cuda-toolkit)")
  return()
endif()

file(GLOB_RECURSE device_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/device/cuda/*.cpp ${PROJECT_SOURCE_DIR}/device/cuda/*.cu)
file(GLOB kernel_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/kernels/*/cuda/*.cpp ${PROJECT_SOURCE_DIR}/kernels/*/cuda/*.cu)
file(GLOB double_sources CONFIGURE_DEPENDS support/simt/*.cpp support/cuda_double/*.cpp)
set(emulated_sources ${device_sources} ${kernel_sources})
list(FILTER emulated_sources INCLUDE REGEX "\\.cu$")
set_source_files_properties(${emulated_sources} PROPERTIES LANGUAGE CXX
  COMPILE_OPTIONS "-include;${CMAKE_CURRENT_SOURCE_DIR}/support/simt/simt.h;-Wno-unknown-pragmas;-Wno-attributes")

# As a program for all GPUs is built.
set_source_files_properties(${PROJECT_SOURCE_DIR}/device/cuda/built_for.cpp PROPERTIES COMPILE_DEFINITIONS
  "GPUPEAK_BUILT_FOR=\"75-real,80-real,86-real,89-real,90a-real,100-real,120-real,120-virtual\"")

add_library(gpupeak_cuda_emulated STATIC ${device_sources} ${kernel_sources} ${double_sources})
# Before the root, so that its device_code.h is found first.
target_include_directories(gpupeak_cuda_emulated BEFORE PUBLIC ${CMAKE_CURRENT_SOURCE_DIR}/support/simt/shadow)
target_include_directories(gpupeak_cuda_emulated SYSTEM PUBLIC ${CUDA_INCLUDE})
target_link_libraries(gpupeak_cuda_emulated PUBLIC gpupeak_kernels gpupeak_device gpupeak_options)
target_compile_options(gpupeak_cuda_emulated PRIVATE -O2 -ffp-contract=off)
# Not compiled together: the mutants take the place of one object each.
target_precompile_headers(gpupeak_cuda_emulated PRIVATE <cuda_runtime.h> <algorithm> <atomic> <cmath> <fmt/format.h> <functional>
                                                        <memory> <optional> <span> <string> <vector>)
# What is unrolled for a GPU is not for its emulator: clang heeds the pragma, and takes minutes for a kernel.
if(CMAKE_CXX_COMPILER_ID MATCHES Clang)
  target_compile_options(gpupeak_cuda_emulated PRIVATE "SHELL:-mllvm -pragma-unroll-threshold=0" -Wno-pass-failed)
endif()
# Where ThreadSanitizer looks at the build, it looks at kernels, and the emulator tells it of fibers (support/simt/races.h).
set(cuda_tests_limit 300)
if(GPUPEAK_SANITIZE MATCHES thread)
  set(cuda_tests_limit 3600)  # it keeps books of every fiber: a test that takes a second takes minutes
  set_source_files_properties(support/simt/simt.cpp PROPERTIES COMPILE_OPTIONS -fno-sanitize=thread
                              COMPILE_DEFINITIONS GPUPEAK_RACES SKIP_PRECOMPILE_HEADERS ON)
endif()

add_library(gpupeak_cuda_backend_emulated OBJECT ${PROJECT_SOURCE_DIR}/cli/run/cuda_backend.cpp
            ${PROJECT_SOURCE_DIR}/kernels/families_cuda.cpp)
target_link_libraries(gpupeak_cuda_backend_emulated PUBLIC gpupeak_cuda_emulated gpupeak_cli gpupeak_options)

# The whole program on the double, which GPUPEAK_CUDA_SCENARIO scripts.
add_executable(gpupeak_on_double ${PROJECT_SOURCE_DIR}/cli/main.cpp)
target_link_libraries(gpupeak_on_double PRIVATE gpupeak_cuda_backend_emulated gpupeak_options)

# A test that gives a kernel of the product a fault reads what has words for nvcc.
set_source_files_properties(device/cuda/matrix_code_test.cpp PROPERTIES COMPILE_OPTIONS -Wno-unknown-pragmas)
add_executable(cuda_tests ${on_the_double})
gpupeak_together(cuda_tests)
target_link_libraries(cuda_tests PRIVATE gpupeak_cuda_backend_emulated gpupeak_test_support)
gtest_discover_tests(cuda_tests
  TEST_PREFIX cuda/
  WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}
  DISCOVERY_TIMEOUT 60
  PROPERTIES LABELS cuda TIMEOUT ${cuda_tests_limit} ENVIRONMENT GPUPEAK_BINARY=$<TARGET_FILE:gpupeak_on_double>)
add_dependencies(cuda_tests gpupeak_on_double)

if(NOT GPUPEAK_SANITIZE)
  add_test(NAME cuda/counters COMMAND ${PYTHON} -B ${CMAKE_CURRENT_SOURCE_DIR}/bench/gpu_counters_test.py)
  set_tests_properties(cuda/counters PROPERTIES LABELS cuda TIMEOUT 300 ENVIRONMENT GPUPEAK_ON_DOUBLE=$<TARGET_FILE:gpupeak_on_double>)
  add_test(NAME cuda/peers COMMAND ${PYTHON} -B ${CMAKE_CURRENT_SOURCE_DIR}/bench/gpu_peers_test.py)
  set_tests_properties(cuda/peers PROPERTIES LABELS cuda TIMEOUT 120 ENVIRONMENT GPUPEAK_ON_DOUBLE=$<TARGET_FILE:gpupeak_on_double>)
  # With every stage of what a GPU has to show, on the double.
  add_test(NAME cuda/acceptance COMMAND ${PYTHON} -B ${CMAKE_CURRENT_SOURCE_DIR}/bench/gpu_acceptance_test.py)
  set_tests_properties(cuda/acceptance PROPERTIES LABELS cuda TIMEOUT 300 ENVIRONMENT GPUPEAK_ON_DOUBLE=$<TARGET_FILE:gpupeak_on_double>)
endif()
