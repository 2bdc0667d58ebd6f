// What NVIDIA's library files are called, how they tell their version, what to install when they are missing.
#include "device/cuda/cuda_libraries.h"

#include <cublasLt.h>
#include <cublas_v2.h>
#include <dlfcn.h>
#include <fmt/format.h>

namespace gpupeak::cuda {
namespace {

template <class Function>
Function* symbol(void* handle, const char* name) {
  return reinterpret_cast<Function*>(dlsym(handle, name));
}

std::string cublas_version(void* handle) {
  const auto get = symbol<decltype(cublasGetProperty)>(handle, "cublasGetProperty");
  int major = 0, minor = 0, patch = 0;
  if (!get || get(MAJOR_VERSION, &major) != CUBLAS_STATUS_SUCCESS ||
      get(MINOR_VERSION, &minor) != CUBLAS_STATUS_SUCCESS || get(PATCH_LEVEL, &patch) != CUBLAS_STATUS_SUCCESS)
    return "";
  return fmt::format("{}.{}.{}", major, minor, patch);
}

// 1000 or 10000 times the major version, by its age, plus 100 times the minor one, plus the patch.
std::string cublaslt_version(void* handle) {
  const auto get = symbol<decltype(cublasLtGetVersion)>(handle, "cublasLtGetVersion");
  if (!get) return "";
  const size_t version = get(), major = version >= 100000 ? version / 10000 : version / 1000;
  const size_t rest = version - major * (version >= 100000 ? 10000 : 1000);
  return fmt::format("{}.{}.{}", major, rest / 100, rest % 100);
}

// From CUDA 13 on, NVIDIA's wheels have no version in their names.
std::string remedy(std::string_view library) {
  const std::string suffix = CUBLAS_VER_MAJOR < 13 ? fmt::format("-cu{}", CUBLAS_VER_MAJOR) : "";
  return fmt::format("install the CUDA Toolkit {0}, or pip install 'nvidia-{1}{2}=={0}.*'", CUBLAS_VER_MAJOR, library,
                     suffix);
}

VendorLibrary wanted_cublas() {
  return {
      .name = "cublas",
      .environment = "GPUPEAK_CUBLAS",
      .sonames = {fmt::format("libcublas.so.{}", CUBLAS_VER_MAJOR), "libcublas.so"},
      .package = remedy("cublas"),
      .version = cublas_version,
      .major = CUBLAS_VER_MAJOR,
      .in_wheels = true,
  };
}

VendorLibrary wanted_cublaslt() {
  return {
      .name = "cublaslt",
      .environment = "GPUPEAK_CUBLASLT",
      .sonames = {fmt::format("libcublasLt.so.{}", CUBLAS_VER_MAJOR), "libcublasLt.so"},
      .package = remedy("cublas"),
      .version = cublaslt_version,
      .major = CUBLAS_VER_MAJOR,
      .in_wheels = true,
  };
}

}  // namespace

const Opened& cublas() {
  static const Opened opened = open(wanted_cublas());
  return opened;
}

const Opened& cublaslt() {
  static const Opened opened = open(wanted_cublaslt());
  return opened;
}

std::vector<Library> find_libraries() { return {find(wanted_cublas()), find(wanted_cublaslt())}; }

}  // namespace gpupeak::cuda
