#include "device/cuda/cuda_info.h"

#include <fmt/format.h>

#include "core/format.h"
#include "device/cuda/check.h"
#include "device/cuda/versions.h"

namespace gpupeak::cuda {
namespace {

// Lines of 128 bytes are filled by sectors (CUDA C++ Best Practices Guide, coalesced access to global memory).
constexpr Bytes sector(32);

int cuda_info_attribute(cudaDeviceAttr which, int index) {
  int value = 0;
  check(cudaDeviceGetAttribute(&value, which, index));
  return value;
}

// As nvidia-smi and NVML write it: GPU-8-4-4-4-12.
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
  const int bytes = cuda_info_attribute(cudaDevAttrMaxSharedMemoryPerMultiprocessor, index);
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

// Both edges of the memory clock carry data (the driver counts it so for GDDR6 too, whatever the real signalling).
std::optional<Rate> memory_rate(int index) {
  const int kilohertz = cuda_info_attribute(cudaDevAttrMemoryClockRate, index);
  const int bits = cuda_info_attribute(cudaDevAttrGlobalMemoryBusWidth, index);
  if (kilohertz <= 0 || bits <= 0) return std::nullopt;
  return Rate{.per_second = 2e3 * kilohertz * bits / 8,
              .rated_clock = std::nullopt,
              .scope = Scope::shared,
              .source = Source::attributes,
              .derivation = fmt::format("{} bits x 2 x {}", bits, text(Hertz(1e3 * kilohertz)))};
}

}  // namespace

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
  if (const int l2 = cuda_info_attribute(cudaDevAttrL2CacheSize, index); l2 > 0)
    info.caches.push_back({.name = "l2", .size = Bytes(l2), .instances = 1, .units_sharing = info.units});
  info.line = sector;
  if (const int kilohertz = cuda_info_attribute(cudaDevAttrClockRate, index); kilohertz > 0) {
    info.rated_clock = Hertz(1e3 * kilohertz);
    info.clock_source = "the most that the driver lets the SMs run at";
  }
  if (auto dram = memory_rate(index)) info.peak.rates[Resource::dram] = *dram;
  if (auto shared = shared_rate(info)) info.peak.rates[Resource::shared] = *shared;
  info.features = {fmt::format("sm_{}{}", properties.major, properties.minor)};
  info.driver =
      fmt::format("CUDA driver {}, runtime {}", version_text(driver_version()), version_text(runtime_version()));
  if (cuda_info_attribute(cudaDevAttrEccEnabled, index) == 0)
    info.notes.emplace_back("ECC is off: memory errors pass unseen");
  if (cuda_info_attribute(cudaDevAttrIntegrated, index) != 0)
    info.notes.emplace_back("the GPU shares its memory with the CPU");
  return info;
}

}  // namespace gpupeak::cuda
