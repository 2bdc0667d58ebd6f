// What decides whether NVIDIA's GPUs can be used here and how evenly they will run: a value, so that tests can make up
// machines.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/telemetry.h"
#include "device/nvml/nvml.h"

namespace gpupeak::nvml {

struct GpuState {
  unsigned index = 0;  // NVML's: in the order of PCI addresses
  NvmlStatus status = NvmlStatus::ok;
  Seen<std::string> name, uuid;
  Seen<bool> persistence, mig, ecc;
  Seen<Watts> power_limit, default_power_limit;
  Seen<Hertz> application_clock, default_application_clock;  // of the SMs
  Seen<uint64_t> clock_events;
  Seen<double> temperature;  // degrees Celsius
  Seen<PcieLink> link, link_max;
  Seen<int64_t> ecc_uncorrected;
  Seen<RemappedRows> remapped_rows;
  Seen<int64_t> other_processes;
};

struct NvidiaState {
  int pci_gpus = 0;  // display controllers of NVIDIA on the bus, whether or not a driver serves them
  Library nvml;
  NvmlStatus nvml_status = NvmlStatus::library_not_found;
  Seen<std::string> driver;                    // "580.65.06"
  std::vector<std::string> forbidden;          // device files this user may not open
  std::optional<std::string> visible_devices;  // CUDA_VISIBLE_DEVICES
  std::vector<GpuState> gpus;                  // all that NVML shows, hidden ones too
};

// Below `root`: sys/bus/pci/devices and dev/nvidia*.
NvidiaState read_nvidia_state(const Nvml& nvml, const std::filesystem::path& root = "/");

// Whether anything below `root` shows a GPU of NVIDIA or its driver: the bus, the loaded kernel module, Windows' driver
// on WSL. Opens no library.
bool in_machine(const std::filesystem::path& root = "/");

// Whether a GPU's clock is left to the GPU, for DeviceInfo::clock_policy: "application clock 1410 MHz", "application
// clock 1980 MHz, the default"; empty where NVML does not tell, as on consumer boards. A range set by `nvidia-smi -lgc`
// cannot be asked for: the clocks of the samples show it.
std::string clock_policy(const Nvml&, NvmlDevice);

}  // namespace gpupeak::nvml
