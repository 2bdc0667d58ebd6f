// NVIDIA's management library without its header: what is used of it, opened at first use, symbol by symbol. A symbol
// that an old driver lacks costs that one fact; every call's return code is a value.
// Layouts and numbers: nvml.h of CUDA 13 (x86-64); checked by static_assert and by tests/device/nvml/nvml_test.cpp.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/device_info.h"
#include "core/telemetry.h"
#include "core/units.h"

namespace gpupeak::nvml {

enum class NvmlStatus : int {
  ok = 0,
  uninitialized = 1,
  invalid_argument = 2,
  not_supported = 3,
  no_permission = 4,
  not_found = 6,
  insufficient_size = 7,
  no_driver = 9,
  library_not_found = 12,
  function_not_found = 13,
  gpu_lost = 15,
  reset_required = 16,
  version_mismatch = 18,  // between library and kernel module: the driver was updated without a reboot
  out_of_memory = 20,
  wrong_struct_version = 25,
  unknown = 999,
};
// What it means, as a clause: "the driver does not support it on this GPU".
std::string text(NvmlStatus);

// The answer of one call.
template <class T>
struct Answer {
  NvmlStatus status = NvmlStatus::function_not_found;
  T value{};

  explicit operator bool() const { return status == NvmlStatus::ok; }
  Seen<T> seen() const {
    Seen<T> seen = *this ? Seen<T>(value) : Seen<T>::none(text(status));
    seen.forbidden = status == NvmlStatus::no_permission;
    return seen;
  }
};

using NvmlDevice = void*;  // NVML's own opaque handle

enum class NvmlClock : unsigned { graphics = 0, sm = 1, memory = 2 };

// Bits of clock_events. The others (idle, application clocks, display) are no throttling.
inline constexpr uint64_t event_idle = 0x1, event_application_clocks = 0x2, event_power_cap = 0x4, event_slowdown = 0x8,
                          event_sync_boost = 0x10, event_software_thermal = 0x20, event_hardware_thermal = 0x40,
                          event_power_brake = 0x80, event_display = 0x100;

// nvmlFieldValue_t
struct NvmlFieldValue {
  uint32_t field = 0;
  uint32_t scope = 0;
  int64_t timestamp_us = 0;
  int64_t latency_us = 0;
  uint32_t value_type = 0;  // 0 double, 1 u32, 2 and 3 u64, 4 s64, 5 int
  int32_t status = 0;
  uint64_t value = 0;  // bits of the type
};
static_assert(sizeof(NvmlFieldValue) == 40, "nvmlFieldValue_t is 40 bytes");

// Field numbers of the cumulative slowdown counters, in nanoseconds, in the order of `slowdowns`.
inline constexpr uint32_t slowdown_fields[] = {74, 75, 76, 77, 78, 79, 269, 270, 271};
static_assert(std::size(slowdown_fields) == slowdowns.size());

class Nvml {
 public:
  // The library of this process: GPUPEAK_NVML, or where the loader finds libnvidia-ml.so.1. Never throws; without a
  // library every answer is library_not_found, and library().note says what helps.
  static std::shared_ptr<const Nvml> open();
  ~Nvml();
  Nvml(const Nvml&) = delete;
  Nvml& operator=(const Nvml&) = delete;

  const Library& library() const { return library_; }
  NvmlStatus state() const { return state_; }  // of initialisation

  Answer<std::string> driver_version() const;
  Answer<unsigned> device_count() const;
  Answer<NvmlDevice> device(unsigned index) const;           // in PCI order, which is not CUDA's
  Answer<NvmlDevice> device(const std::string& uuid) const;  // "GPU-…", "MIG-…"

  Answer<std::string> name(NvmlDevice) const;
  Answer<std::string> uuid(NvmlDevice) const;
  Answer<Hertz> clock(NvmlDevice, NvmlClock) const;
  Answer<Hertz> max_clock(NvmlDevice, NvmlClock) const;
  Answer<Hertz> application_clock(NvmlDevice, NvmlClock) const;
  Answer<Hertz> default_application_clock(NvmlDevice, NvmlClock) const;
  Answer<Watts> power(NvmlDevice) const;        // a 1 s mean on most boards since Ampere
  Answer<Watts> power_limit(NvmlDevice) const;  // enforced: the lowest of all limits
  Answer<Watts> default_power_limit(NvmlDevice) const;
  Answer<Joules> energy(NvmlDevice) const;       // since the driver was loaded
  Answer<double> temperature(NvmlDevice) const;  // of the GPU, degrees Celsius
  Answer<uint64_t> clock_events(NvmlDevice) const;
  Answer<PcieLink> link(NvmlDevice) const;
  Answer<PcieLink> link_max(NvmlDevice) const;  // of this board in this slot
  Answer<bool> ecc_on(NvmlDevice) const;
  Answer<int64_t> ecc_uncorrected(NvmlDevice) const;  // since the driver was loaded
  Answer<RemappedRows> remapped_rows(NvmlDevice) const;
  Answer<bool> persistence(NvmlDevice) const;
  Answer<bool> mig_on(NvmlDevice) const;
  Answer<std::vector<unsigned>> compute_processes(NvmlDevice) const;  // process ids
  // How long each slowdown was active since the driver was loaded.
  std::vector<Answer<Seconds>> slowed(NvmlDevice) const;

 private:
  struct Functions;
  Nvml();
  template <class... Parameters, class... Arguments>
  NvmlStatus call(int (*const& function)(Parameters...), Arguments... arguments) const;

  Library library_;
  void* handle_ = nullptr;
  NvmlStatus state_ = NvmlStatus::library_not_found;
  std::unique_ptr<Functions> functions_;
};

// Processes other than this one, whose id is `own`. A process that computes on the device must be in the list: in a
// container it stands there under another number.
Seen<int64_t> others(const Answer<std::vector<unsigned>>& processes, unsigned own, bool own_is_there);

}  // namespace gpupeak::nvml
