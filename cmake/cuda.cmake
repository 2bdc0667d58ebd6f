# The CUDA backend: built where nvcc is, and its absent twin elsewhere. GPUPEAK_CUDA=ON makes a missing nvcc an error, OFF
# leaves it out. cudart is linked statically; every other library of NVIDIA's is opened at run time.
set(GPUPEAK_CUDA AUTO CACHE STRING "the CUDA backend: AUTO (where nvcc is found), ON or OFF")
set(GPUPEAK_CUDA_ARCHITECTURES all CACHE STRING "compute capabilities to compile for: all, native, or a list as in 80;90a")

include(cuda_architectures)
set(gpupeak_cuda_found FALSE)
if(NOT GPUPEAK_CUDA STREQUAL OFF)
  file(GLOB toolkits /usr/local/cuda-*/bin)
  list(SORT toolkits COMPARE NATURAL ORDER DESCENDING)
  find_program(GPUPEAK_NVCC nvcc HINTS $ENV{CUDA_HOME}/bin $ENV{CUDA_PATH}/bin
               PATHS /usr/local/cuda/bin ${toolkits} /opt/cuda/bin $ENV{CONDA_PREFIX}/bin)
  if(GPUPEAK_NVCC)
    gpupeak_cuda_architectures("${GPUPEAK_CUDA_ARCHITECTURES}" ${GPUPEAK_NVCC} ${GPUPEAK_CUDA} CMAKE_CUDA_ARCHITECTURES)
    if(CMAKE_CUDA_ARCHITECTURES)
      set(gpupeak_cuda_found TRUE)
    endif()
  elseif(GPUPEAK_CUDA STREQUAL ON)
    message(FATAL_ERROR "GPUPEAK_CUDA=ON, but nvcc is not found: install the CUDA Toolkit, or set CUDA_HOME to where it is")
  else()
    message(STATUS "CUDA: nvcc not found, the backend will say so (install the CUDA Toolkit, or set CUDA_HOME)")
  endif()
endif()

if(gpupeak_cuda_found)
  set(CMAKE_CUDA_COMPILER ${GPUPEAK_NVCC} CACHE FILEPATH "")
  if(NOT CMAKE_CUDA_HOST_COMPILER)
    set(CMAKE_CUDA_HOST_COMPILER ${CMAKE_CXX_COMPILER} CACHE FILEPATH "")
  endif()
  enable_language(CUDA)
  find_package(CUDAToolkit REQUIRED)
  message(STATUS "CUDA ${CUDAToolkit_VERSION}: ${CMAKE_CUDA_ARCHITECTURES}")
  set(CMAKE_CUDA_STANDARD 20)
  set(CMAKE_CUDA_EXTENSIONS OFF)
  if(NOT CMAKE_CUDA20_STANDARD_COMPILE_OPTION)  # CMake 3.25 does not know that nvcc speaks it
    set(CMAKE_CUDA20_STANDARD_COMPILE_OPTION -std=c++20)
  endif()
  set(CMAKE_CUDA_FLAGS_DEBUG "-O2")  # kernels are what is measured
  set(CMAKE_CUDA_FLAGS_RELEASE "-O3 -DNDEBUG")
  set(CMAKE_CUDA_COMPILER_LAUNCHER ${PROJECT_SOURCE_DIR}/cmake/unserialized.sh)
  if(CCACHE)
    list(APPEND CMAKE_CUDA_COMPILER_LAUNCHER ${CMAKE_CXX_COMPILER_LAUNCHER})
  endif()
  set(CUDA_ROWS cli/run/cuda_backend.cpp kernels/families_cuda.cpp)
  set(CUDA_BACKEND_KERNELS gpupeak_kernels_cuda)
else()
  set(CUDA_ROWS cli/run/cuda_backend_absent.cpp kernels/families_cuda_absent.cpp)
  set(CUDA_BACKEND_KERNELS)
endif()

# The headers alone are enough for the tests, which run the same kernels without a GPU.
find_path(CUDA_INCLUDE NAMES cuda_runtime.h HINTS ${CUDAToolkit_INCLUDE_DIRS} $ENV{CUDA_HOME}/include $ENV{CUDA_PATH}/include
          PATHS /usr/local/cuda/include /opt/cuda/include)
