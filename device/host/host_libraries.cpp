// The host's vendor libraries: what their files are called, how they tell their version and their kernels, what to
// install when they are missing.
#include "device/host/host_libraries.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdlib>
#include <stdexcept>

#include "device/host/affinity.h"
#include "device/host/cpu_features.h"
#include "device/host/library_kernels.h"
#include "device/host/onednn_major.h"
#include "device/host/openblas.h"

namespace gpupeak::host {
namespace {

constexpr const char* openblas_prefixes[] = {"", "scipy_"};  // the latter's: PyPI's scipy-openblas32

template <class Function>
Function* symbol(void* handle, const std::string& name) {
  return reinterpret_cast<Function*>(dlsym(handle, name.c_str()));
}

template <class Function>
Function* openblas_symbol(void* handle, const std::string& name) {
  for (const char* prefix : openblas_prefixes)
    if (auto* const found = symbol<Function>(handle, prefix + name)) return found;
  return nullptr;
}

std::string openblas_version(void* handle) {
  const auto config = openblas_symbol<char*()>(handle, "openblas_get_config");
  if (!config) return "";
  // "OpenBLAS 0.3.21 NO_LAPACKE DYNAMIC_ARCH NO_AFFINITY SkylakeX MAX_THREADS=64"; before 0.3.4 the version was not in
  // it.
  const std::string_view text = config();
  const std::string_view prefix = "OpenBLAS ";
  if (!text.starts_with(prefix)) return "unknown";
  const std::string_view rest = text.substr(prefix.size());
  return std::string(rest.substr(0, rest.find(' ')));
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

VendorLibrary wanted_openblas() {
  return {
      .name = "openblas",
      .environment = "GPUPEAK_OPENBLAS",
      .sonames = {"libopenblas.so.0", "libopenblas.so", "libscipy_openblas.so"},
      .package = "apt install libopenblas0-pthread",
      .version = openblas_version,
      .symbols = {"cblas_sgemm", "cblas_dgemm", "openblas_set_num_threads", "openblas_get_parallel"},
      .prefixes = {std::begin(openblas_prefixes), std::end(openblas_prefixes)},
  };
}

// The other major version is tried last: it cannot be used, but then the note can say that it is there.
VendorLibrary wanted_onednn() {
  return {
      .name = "onednn",
      .environment = "GPUPEAK_ONEDNN",
      .sonames = {fmt::format("libdnnl.so.{}", onednn_major), "libdnnl.so", "libdnnl.so.2", "libdnnl.so.3"},
      .package = onednn_major == 2 ? "apt install libdnnl2" : "apt install libdnnl3",
      .version = onednn_version,
      .major = onednn_major,
  };
}

void compare_with_processor(Library& library, std::string_view chosen, std::string_view instructions) {
  library.kernels = chosen;
  library.instructions = instructions;
  library.below = left_unused(instructions, cpu_features());
}

// A variable that has it choose other kernels than it would is the first thing to undo.
std::string unset_or(const char* variable, std::string otherwise) {
  return std::getenv(variable) ? fmt::format("unset {}", variable) : std::move(otherwise);
}

// The product is large enough for all of its threads (OpenBLAS divides those of more than 2^18 multiplications): a
// library that could not start them waits for ever here.
void multiply_once(const Opened& opened) {
  constexpr int n = 128;
  const std::vector<float> a(size_t{n} * n, 1.0F);
  std::vector<float> c(size_t{n} * n);
  vendor_symbol<decltype(cblas_sgemm)>(opened, "cblas_sgemm")(blas_row_major, blas_no_transpose, blas_no_transpose, n,
                                                              n, n, 1, a.data(), n, a.data(), n, 0, c.data(), n);
}

void learn_openblas(const Opened& opened, Library& library) {
  const auto core = openblas_symbol<char*()>(opened.handle, "openblas_get_corename");
  const std::string_view chosen = core ? core() : "";
  compare_with_processor(library, chosen, instructions_of_openblas(chosen));
  if (!library.below.empty())
    library.remedy = unset_or("OPENBLAS_CORETYPE",
                              fmt::format("run with OPENBLAS_CORETYPE={}, or bring a newer OpenBLAS: scripts/setup.sh "
                                          "--vendors new, or pip install scipy-openblas32",
                                          openblas_core_of(library.below)));
  if (allowed_cpus().size() > 1 && vendor_symbol<int()>(opened, "openblas_get_parallel")() == 0)
    library = {.name = library.name,
               .note = fmt::format("{} is a build for one thread", library.path),
               .remedy = "apt install libopenblas0-pthread"};
  else
    multiply_once(opened);
}

// libgomp ends the process where it cannot start its threads: better this one.
void start_openmp(const Opened& opened) {
  const auto parallel = symbol<void(void (*)(void*), void*, unsigned, unsigned)>(opened.handle, "GOMP_parallel");
  if (parallel) parallel([](void*) {}, nullptr, static_cast<unsigned>(allowed_cpus().size()), 0);
}

void learn_onednn(const Opened& opened, Library& library) {
  if (const auto isa = symbol<unsigned()>(opened.handle, "dnnl_get_effective_cpu_isa")) {
    const std::string_view instructions = instructions_of_onednn(isa());
    compare_with_processor(library, instructions, instructions);
  }
  if (!library.below.empty())
    library.remedy = std::getenv("ONEDNN_MAX_CPU_ISA") ? "unset ONEDNN_MAX_CPU_ISA"
                                                       : unset_or("DNNL_MAX_CPU_ISA", "install a newer oneDNN");
  start_openmp(opened);
}

struct HostLibrary {
  std::string_view name;
  VendorLibrary (*wanted)();
  void (*learn)(const Opened&, Library&);
};
constexpr std::array host_libraries{
    HostLibrary{"openblas", wanted_openblas, learn_openblas},
    HostLibrary{"onednn", wanted_onednn, learn_onednn},
};

std::optional<Library> unbuilt(std::string_view name) {
  if (name != "onednn" || onednn_major != 0) return std::nullopt;
  return Library{"onednn", "", "", "built without oneDNN's headers; apt install libdnnl-dev and build again"};
}

// While it lives nothing reaches stderr: libraries speak there when they are loaded, and what matters of it has been
// heard by the process that inspected them.
class Silence {
 public:
  Silence() : stderr_(dup(STDERR_FILENO)) {
    const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (stderr_ >= 0 && nowhere >= 0) dup2(nowhere, STDERR_FILENO);
    if (nowhere >= 0) close(nowhere);
  }
  ~Silence() {
    if (stderr_ < 0) return;
    dup2(stderr_, STDERR_FILENO);
    close(stderr_);
  }
  Silence(const Silence&) = delete;
  Silence& operator=(const Silence&) = delete;

 private:
  int stderr_;
};

std::atomic<bool>& opened_any() {
  static std::atomic<bool> any{false};
  return any;
}

Opened open_silently(const VendorLibrary& wanted) {
  const Silence silence;
  Opened opened = open(wanted);
  if (opened.handle) opened_any() = true;
  return opened;
}

}  // namespace

const Opened& openblas() {
  static const Opened opened = open_silently(wanted_openblas());
  return opened;
}

const Opened& onednn() {
  static const Opened opened = [] {
    if (const std::optional<Library> missing = unbuilt("onednn")) return Opened{nullptr, *missing};
    return open_silently(wanted_onednn());
  }();
  return opened;
}

bool any_library_open() { return opened_any(); }

std::vector<Library> find_libraries() {
  std::vector<Library> found;
  for (const HostLibrary& one : host_libraries) {
    const std::optional<Library> missing = unbuilt(one.name);
    found.push_back(missing ? *missing : find(one.wanted()));
  }
  return found;
}

Library inspected(std::string_view name) {
  const auto* const one = std::ranges::find(host_libraries, name, &HostLibrary::name);
  if (one == host_libraries.end()) throw std::invalid_argument(fmt::format("{} is no library of the host", name));
  if (const std::optional<Library> missing = unbuilt(name)) return *missing;
  const Opened opened = open(one->wanted());
  Library library = opened.info;
  if (opened.handle) opened_any() = true, one->learn(opened, library);
  return library;
}

}  // namespace gpupeak::host
