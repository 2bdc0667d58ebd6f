// Reads the bus, the device files, the environment and NVML. Nothing here opens a CUDA context.
#include "device/nvml/gpu_state.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

namespace gpupeak::nvml {
namespace {

namespace fs = std::filesystem;

std::string first_word(const fs::path& file) {
  std::ifstream in(file);
  std::string word;
  in >> word;
  return word;
}

int gpus_on_the_bus(const fs::path& devices) {
  int count = 0;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(devices, ignored))
    if (first_word(entry.path() / "vendor") == "0x10de" && first_word(entry.path() / "class").starts_with("0x03"))
      ++count;
  return count;
}

std::vector<std::string> forbidden_files(const fs::path& dev) {
  std::vector<std::string> files;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(dev, ignored)) {
    const std::string name = entry.path().filename();
    const bool of_a_gpu = name.starts_with("nvidia") && name.size() > 6 && name[6] >= '0' && name[6] <= '9';
    if (!of_a_gpu && name != "nvidiactl" && name != "nvidia-uvm") continue;
    if (access(entry.path().c_str(), R_OK | W_OK) != 0) files.push_back("/dev/" + name);
  }
  std::ranges::sort(files);
  return files;
}

GpuState read_gpu(const Nvml& nvml, unsigned index) {
  GpuState s;
  s.index = index;
  const Answer<NvmlDevice> found = nvml.device(index);
  s.status = found.status;
  if (!found) return s;
  const NvmlDevice device = found.value;
  s.name = nvml.name(device).seen();
  s.uuid = nvml.uuid(device).seen();
  s.persistence = nvml.persistence(device).seen();
  s.mig = nvml.mig_on(device).seen();
  s.ecc = nvml.ecc_on(device).seen();
  s.power_limit = nvml.power_limit(device).seen();
  s.default_power_limit = nvml.default_power_limit(device).seen();
  s.application_clock = nvml.application_clock(device, NvmlClock::sm).seen();
  s.default_application_clock = nvml.default_application_clock(device, NvmlClock::sm).seen();
  const Answer<uint64_t> events = nvml.clock_events(device);
  s.clock_events = events.seen();
  if (events.status == NvmlStatus::gpu_lost) s.status = events.status;
  s.temperature = nvml.temperature(device).seen();
  s.link = nvml.link(device).seen();
  s.link_max = nvml.link_max(device).seen();
  s.ecc_uncorrected = nvml.ecc_uncorrected(device).seen();
  s.remapped_rows = nvml.remapped_rows(device).seen();
  s.other_processes = others(nvml.compute_processes(device), static_cast<unsigned>(getpid()), false);
  return s;
}

}  // namespace

NvidiaState read_nvidia_state(const Nvml& nvml, const fs::path& root) {
  NvidiaState state;
  state.pci_gpus = gpus_on_the_bus(root / "sys/bus/pci/devices");
  state.forbidden = forbidden_files(root / "dev");
  if (const char* visible = std::getenv("CUDA_VISIBLE_DEVICES")) state.visible_devices = visible;
  state.nvml = nvml.library();
  state.nvml_status = nvml.state();
  state.driver = nvml.driver_version().seen();
  const Answer<unsigned> count = nvml.device_count();
  for (unsigned i = 0; count && i < count.value; ++i) state.gpus.push_back(read_gpu(nvml, i));
  return state;
}

bool in_machine(const fs::path& root) {
  std::error_code ignored;
  for (const char* sign : {"proc/driver/nvidia/version", "usr/lib/wsl/lib/libcuda.so.1"})
    if (fs::exists(root / sign, ignored)) return true;
  return gpus_on_the_bus(root / "sys/bus/pci/devices") > 0;
}

std::string clock_policy(const Nvml& nvml, NvmlDevice device) {
  const Answer<Hertz> set = nvml.application_clock(device, NvmlClock::sm);
  const Answer<Hertz> usual = nvml.default_application_clock(device, NvmlClock::sm);
  if (!set || !usual) return "";
  return fmt::format("application clock {:.0f} MHz{}", set.value.value / 1e6,
                     set.value == usual.value ? ", the default" : "");
}

}  // namespace gpupeak::nvml
