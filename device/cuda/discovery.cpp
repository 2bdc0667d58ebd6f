// Which GPUs can be used, or in words why there are none, and what each says of itself, attribute by attribute. It
// opens no context: a listing must cost nothing.
#include <fmt/format.h>

#include <cstdlib>
#include <stdexcept>

#include "core/format.h"
#include "device/cuda/check.h"
#include "device/cuda/compatibility.h"
#include "device/cuda/cuda_device.h"
#include "device/cuda/cuda_libraries.h"

namespace gpupeak::cuda {
namespace {

// Versions of the driver and of the runtime this program was linked with, as CUDA counts them: 1000 major + 10 minor.
// 0 when there is no driver.
int driver_version() {
  int version = 0;
  return cudaDriverGetVersion(&version) == cudaSuccess ? version : 0;
}

int runtime_version() {
  int version = 0;
  return cudaRuntimeGetVersion(&version) == cudaSuccess ? version : 0;
}

std::string version_text(int version) { return fmt::format("{}.{}", version / 1000, version % 1000 / 10); }

// What errors of the first calls mean to a user.
struct Explanation {
  cudaError_t error;
  const char* why;
  const char* remedy;
};
constexpr Explanation explanations[] = {
    {cudaErrorNoDevice,
     "no CUDA device is visible: there is no NVIDIA GPU, the driver is not loaded, CUDA_VISIBLE_DEVICES hides it, or a "
     "container was started without --gpus all",
     "see what nvidia-smi shows"},
    {cudaErrorInsufficientDriver, "no NVIDIA driver, or one older than this program's CUDA runtime",
     "install the driver package of your distribution or a newer one"},
    {cudaErrorSystemNotReady, "the GPU's fabric is not ready", "start nvidia-fabricmanager"},
    {cudaErrorSystemDriverMismatch, "the driver's kernel module and library differ in version",
     "reboot, or reload the module"},
    {cudaErrorCompatNotSupportedOnDevice, "the forward-compatibility driver package does not serve this GPU",
     "remove cuda-compat"},
    {cudaErrorDevicesUnavailable, "the GPU is taken: another process holds it in exclusive mode",
     "stop that process (nvidia-smi shows it), or share the GPU with sudo nvidia-smi -c 0"},
    {cudaErrorMemoryAllocation, "the GPU has no memory left: other processes hold it",
     "stop them (nvidia-smi shows them)"},
    {cudaErrorOperatingSystem, "the driver refused an operating-system call",
     "look at permissions of /dev/nvidia* and at dmesg"},
};

Unusable explained(cudaError_t error) {
  for (const Explanation& known : explanations)
    if (known.error == error) return {known.why, known.remedy};
  return {fmt::format("{} ({})", cudaGetErrorString(error), cudaGetErrorName(error)),
          "see what nvidia-smi and dmesg | grep -i nvrm say"};
}

// Lines of 128 bytes are filled by sectors (CUDA C++ Best Practices Guide, coalesced access to global memory).
constexpr Bytes sector(32);

int attribute_of(cudaDeviceAttr which, int index) {
  int value = 0;
  check(cudaDeviceGetAttribute(&value, which, index));
  return value;
}

// As nvidia-smi and NVML write it: GPU-8-4-4-4-12. Of an instance of a partitioned GPU they write MIG- before the same
// (open_nvml of cuda_device.cpp).
std::string uuid_text(const cudaUUID_t& uuid) {
  std::string text = "GPU";
  for (int i = 0; i < 16; ++i) {
    if (i == 0 || i == 4 || i == 6 || i == 8 || i == 10) text += '-';
    text += fmt::format("{:02x}", static_cast<unsigned char>(uuid.bytes[i]));
  }
  return text;
}

// Of first-level cache and shared memory together, which share one memory from compute capability 7.0 on: what a block
// can be given of it, and 1 KiB that the system keeps of each. What is left beside shared memory is cache.
std::optional<CacheLevel> first_level(int index, int units) {
  const int bytes = attribute_of(cudaDevAttrMaxSharedMemoryPerMultiprocessor, index);
  if (bytes <= 0) return std::nullopt;
  return CacheLevel{.name = "l1", .size = Bytes(bytes), .instances = units, .units_sharing = 1, .avoidable = true};
}

// Of 32 banks with 4 bytes per clock each (CUDA C++ Programming Guide, shared memory of compute capability 5.x and
// later).
constexpr double shared_bytes_per_clock = 32 * 4;

std::optional<Rate> shared_rate(const DeviceInfo& info) {
  if (!info.rated_clock) return std::nullopt;
  return Rate{.per_second = info.units * shared_bytes_per_clock * info.rated_clock->value,
              .rated_clock = info.rated_clock,
              .scope = Scope::per_unit,
              .source = Source::attributes,
              .derivation = fmt::format("{} SMs x {:g} bytes per clock x {}", info.units, shared_bytes_per_clock,
                                        text(*info.rated_clock))};
}

// The second-level cache does not replace its oldest line first: a loop over three times its size is served by it for
// some percent of its loads, one over eight times for less than a thousandth (with lines replaced at random, the share
// h of loads that hit is exp(-size (1 - h))).
constexpr double second_level_exceeded_by = 8;

// Both edges of the memory clock carry data (the driver counts it so for GDDR6 too, whatever the real signalling).
std::optional<Rate> memory_rate(int index) {
  const int kilohertz = attribute_of(cudaDevAttrMemoryClockRate, index);
  const int bits = attribute_of(cudaDevAttrGlobalMemoryBusWidth, index);
  if (kilohertz <= 0 || bits <= 0) return std::nullopt;
  return Rate{.per_second = 2e3 * kilohertz * bits / 8,
              .rated_clock = std::nullopt,
              .scope = Scope::shared,
              .source = Source::attributes,
              .derivation = fmt::format("{} bits x 2 x {}", bits, text(Hertz(1e3 * kilohertz))),
              .doubt = attribute_of(cudaDevAttrIntegrated, index) != 0
                           ? "the memory is the CPU's, whose clock drivers do not count alike"
                           : ""};
}

// Nothing for a GPU that can be used. Asking opens no context.
std::optional<Unusable> why_unusable(cudaError_t error, const cudaDeviceProp& properties, int index) {
  if (error != cudaSuccess) return explained(error);
  const int capability = 10 * properties.major + properties.minor;
  if (!has_kernels(built_for(), capability)) {
    const Unserved found = unserved(built_for(), capability);
    return Unusable{found.why, found.remedy};
  }
  int mode = cudaComputeModeDefault;
  if (cudaDeviceGetAttribute(&mode, cudaDevAttrComputeMode, index) == cudaSuccess && mode == cudaComputeModeProhibited)
    return Unusable{"its compute mode is Prohibited: no program may compute on it", "sudo nvidia-smi -c 0"};
  return std::nullopt;
}

std::string too_old() {
  const int needed = needed_driver();
  return fmt::format("the NVIDIA driver speaks CUDA {}, this program needs {}; install {}",
                     version_text(driver_version()), version_text(runtime_version()),
                     needed > 0 ? fmt::format("driver {} or newer", needed) : "a newer driver");
}

// Windows ends launches after 2 s (TdrDelay), X servers on Linux after some seconds more.
constexpr Seconds watchdog{2};

}  // namespace

int needed_driver() { return oldest_driver(runtime_version()); }

Found find_devices() {
  int count = 0;
  if (const cudaError_t error = cudaGetDeviceCount(&count); error != cudaSuccess) {
    cudaGetLastError();
    if (error == cudaErrorInsufficientDriver && driver_version() > 0) return {{}, {}, too_old(), true};
    const Unusable reason = explained(error);
    return {{}, {}, reason.why + "; " + reason.remedy, driver_version() > 0};
  }
  Found found{.names = {}, .unusable = {}, .note = "", .driver = true};
  for (int index = 0; index < count; ++index) {
    cudaDeviceProp properties{};
    const cudaError_t error = cudaGetDeviceProperties(&properties, index);
    cudaGetLastError();
    found.names.emplace_back(error == cudaSuccess ? properties.name : "a GPU that does not answer");
    if (auto reason = why_unusable(error, properties, index)) found.unusable[index] = *std::move(reason);
  }
  if (const char* visible = std::getenv("CUDA_VISIBLE_DEVICES"))
    found.note = fmt::format("CUDA_VISIBLE_DEVICES={} chooses and orders them", visible);
  return found;
}

DeviceInfo describe_device(int index) {
  cudaDeviceProp properties{};
  check(cudaGetDeviceProperties(&properties, index));
  DeviceInfo info;
  info.backend = "cuda";
  info.index = index;
  info.uuid = uuid_text(properties.uuid);
  info.name = properties.name;
  info.units = properties.multiProcessorCount;
  info.unit_name = "SM";
  info.memory = Bytes(static_cast<double>(properties.totalGlobalMem));
  if (auto l1 = first_level(index, info.units)) info.caches.push_back(*l1);
  if (const int l2 = attribute_of(cudaDevAttrL2CacheSize, index); l2 > 0)
    info.caches.push_back({.name = "l2",
                           .size = Bytes(l2),
                           .instances = 1,
                           .units_sharing = info.units,
                           .exceeded_by = second_level_exceeded_by});
  info.line = sector;
  info.libraries = find_libraries();
  if (const int kilohertz = attribute_of(cudaDevAttrClockRate, index); kilohertz > 0) {
    info.rated_clock = Hertz(1e3 * kilohertz);
    info.clock_source = "the most that the driver lets the SMs run at";
  }
  if (auto dram = memory_rate(index)) info.peak.rates[Resource::dram] = *dram;
  if (auto shared = shared_rate(info)) info.peak.rates[Resource::shared] = *shared;
  info.features = {fmt::format("sm_{}{}", properties.major, properties.minor)};
  info.driver =
      fmt::format("CUDA driver {}, runtime {}", version_text(driver_version()), version_text(runtime_version()));
  if (attribute_of(cudaDevAttrEccEnabled, index) == 0) info.notes.push_back({NoteKind::no_ecc});
  if (attribute_of(cudaDevAttrKernelExecTimeout, index) != 0) {
    info.longest_launch = watchdog;
    info.notes.push_back({NoteKind::drives_display, {watchdog.value}});
  }
  const int mode = attribute_of(cudaDevAttrComputeMode, index);
  if (mode == cudaComputeModeExclusive || mode == cudaComputeModeExclusiveProcess)
    info.notes.push_back({NoteKind::exclusive_mode});
  if (attribute_of(cudaDevAttrIntegrated, index) != 0) info.notes.push_back({NoteKind::shares_host_memory});
  return info;
}

void make_current(int index) {
  const cudaError_t error = cudaSetDevice(index);
  if (error == cudaSuccess) return;
  cudaGetLastError();
  const Unusable reason = explained(error);
  throw std::runtime_error(reason.why + "; " + reason.remedy);
}

}  // namespace gpupeak::cuda
