// The host's vendor libraries: what their files are called, how they tell their version, what to install when they are
// missing.
#include "device/host/host_libraries.h"

#include <dlfcn.h>
#include <fmt/format.h>

#include <string_view>

#include "device/host/onednn_major.h"

namespace gpupeak::host {
namespace {

template <class Function>
Function* symbol(void* handle, const char* name) {
  return reinterpret_cast<Function*>(dlsym(handle, name));
}

std::string openblas_version(void* handle) {
  const auto config = symbol<char*()>(handle, "openblas_get_config");
  if (!config) return "";
  // "OpenBLAS 0.3.21 NO_LAPACKE DYNAMIC_ARCH NO_AFFINITY SkylakeX MAX_THREADS=64"; before 0.3.4 the version was not in
  // it.
  const std::string_view text = config();
  const std::string_view prefix = "OpenBLAS ";
  if (!text.starts_with(prefix)) return "unknown";
  const std::string_view rest = text.substr(prefix.size());
  std::string version(rest.substr(0, rest.find(' ')));
  if (const auto core = symbol<char*()>(handle, "openblas_get_corename")) version += fmt::format(" ({})", core());
  return version;
}

std::string onednn_version(void* handle) {
  struct Version {  // dnnl_version_t: the first three members have been the same since 1.0
    int major, minor, patch;
  };
  const auto version = symbol<const Version*()>(handle, "dnnl_version");
  if (!version) return "";
  const Version* v = version();
  return fmt::format("{}.{}.{}", v->major, v->minor, v->patch);
}

}  // namespace

const Opened& openblas() {
  static const Opened opened = open({
      .name = "openblas",
      .environment = "GPUPEAK_OPENBLAS",
      .sonames = {"libopenblas.so.0", "libopenblas.so"},
      .package = "apt install libopenblas0-pthread",
      .version = openblas_version,
      .symbols = {"cblas_sgemm", "cblas_dgemm", "openblas_set_num_threads", "openblas_get_parallel"},
  });
  return opened;
}

// The other major version is tried last: it cannot be used, but then the note can say that it is there.
const Opened& onednn() {
  static const Opened opened = [] {
    if constexpr (onednn_major == 0)
      return Opened{nullptr,
                    {"onednn", "", "", "built without oneDNN's headers; apt install libdnnl-dev and build again"}};
    return open({
        .name = "onednn",
        .environment = "GPUPEAK_ONEDNN",
        .sonames = {fmt::format("libdnnl.so.{}", onednn_major), "libdnnl.so", "libdnnl.so.2", "libdnnl.so.3"},
        .package = onednn_major == 2 ? "apt install libdnnl2" : "apt install libdnnl3",
        .version = onednn_version,
        .major = onednn_major,
    });
  }();
  return opened;
}

}  // namespace gpupeak::host
