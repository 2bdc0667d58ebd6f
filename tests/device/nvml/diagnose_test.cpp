// What is said of good and bad GPUs: made-up states, and the double's scenarios through the real reader.
#include "device/nvml/diagnose.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "tests/device/host/made_up_tree.h"
#include "tests/device/nvml/scenario.h"

namespace gpupeak::nvml {
namespace {

using Severity = Diagnosis::Severity;
using testing::Scenario;

NvidiaState good_state() {
  NvidiaState s;
  s.pci_gpus = 1;
  s.nvml_status = NvmlStatus::ok;
  s.driver = std::string("580.65.06");
  GpuState g;
  g.persistence = g.ecc = true;
  g.mig = false;
  g.power_limit = g.default_power_limit = Watts(700);
  g.application_clock = g.default_application_clock = Hertz(1980e6);
  g.clock_events = event_idle;
  g.temperature = 40.0;
  g.link = g.link_max = PcieLink{5, 16};
  g.ecc_uncorrected = 0;
  g.remapped_rows = RemappedRows{};
  g.other_processes = 0;
  s.gpus = {g};
  return s;
}

Diagnosis find(const std::vector<Diagnosis>& diagnoses, std::string_view title) {
  const auto at = std::ranges::find(diagnoses, title, &Diagnosis::title);
  if (at != diagnoses.end()) return *at;
  ADD_FAILURE() << "no diagnosis '" << title << "'";
  return {};
}

TEST(DiagnoseGpu, FindsNothingWrongWithAGoodMachine) {
  const auto diagnoses = diagnose(good_state(), 580);
  EXPECT_GE(diagnoses.size(), 10u);
  for (const Diagnosis& f : diagnoses) EXPECT_EQ(f.severity, Severity::ok) << f.title << ": " << f.detail;
}

struct Fault {
  const char* title;
  Severity severity;
  std::function<void(NvidiaState&)> cause;
};

TEST(DiagnoseGpu, NamesEveryFaultWithARemedy) {
  const Fault faults[] = {
      {"NVIDIA driver", Severity::problem, [](NvidiaState& s) { s.nvml_status = NvmlStatus::library_not_found; }},
      {"NVIDIA driver", Severity::problem, [](NvidiaState& s) { s.nvml_status = NvmlStatus::no_driver; }},
      {"NVIDIA driver", Severity::problem, [](NvidiaState& s) { s.nvml_status = NvmlStatus::version_mismatch; }},
      {"driver version", Severity::problem, [](NvidiaState& s) { s.driver = std::string("535.104.05"); }},
      {"device files", Severity::problem,
       [](NvidiaState& s) {
         s.forbidden = {"/dev/nvidia0", "/dev/nvidiactl"};
       }},
      {"CUDA_VISIBLE_DEVICES", Severity::problem, [](NvidiaState& s) { s.visible_devices = ""; }},
      {"CUDA_VISIBLE_DEVICES", Severity::note, [](NvidiaState& s) { s.visible_devices = "1"; }},
      {"GPU 0 access", Severity::problem, [](NvidiaState& s) { s.gpus[0].status = NvmlStatus::gpu_lost; }},
      {"GPU 0 access", Severity::problem, [](NvidiaState& s) { s.gpus[0].status = NvmlStatus::no_permission; }},
      {"GPU 0 MIG", Severity::warn, [](NvidiaState& s) { s.gpus[0].mig = true; }},
      {"GPU 0 persistence mode", Severity::note, [](NvidiaState& s) { s.gpus[0].persistence = false; }},
      {"GPU 0 power limit", Severity::warn, [](NvidiaState& s) { s.gpus[0].power_limit = Watts(400); }},
      {"GPU 0 application clocks", Severity::warn, [](NvidiaState& s) { s.gpus[0].application_clock = Hertz(1e9); }},
      {"GPU 0 ECC", Severity::note, [](NvidiaState& s) { s.gpus[0].ecc = false; }},
      {"GPU 0 memory errors", Severity::problem, [](NvidiaState& s) { s.gpus[0].ecc_uncorrected = 2; }},
      {"GPU 0 memory errors", Severity::problem,
       [](NvidiaState& s) {
         s.gpus[0].remapped_rows = RemappedRows{0, 1, true, false};
       }},
      {"GPU 0 memory errors", Severity::problem,
       [](NvidiaState& s) {
         s.gpus[0].remapped_rows = RemappedRows{0, 1, false, true};
       }},
      {"GPU 0 PCIe link", Severity::warn,
       [](NvidiaState& s) {
         s.gpus[0].link = PcieLink{5, 8};
       }},
      {"GPU 0 PCIe link", Severity::note,
       [](NvidiaState& s) {
         s.gpus[0].link = PcieLink{1, 16};
       }},
      {"GPU 0 other processes", Severity::warn, [](NvidiaState& s) { s.gpus[0].other_processes = 2; }},
      {"GPU 0 clock", Severity::warn, [](NvidiaState& s) { s.gpus[0].clock_events = event_power_cap; }},
      {"GPU 0 clock", Severity::warn, [](NvidiaState& s) { s.gpus[0].clock_events = event_hardware_thermal; }},
      {"GPU 0 clock", Severity::warn, [](NvidiaState& s) { s.gpus[0].clock_events = event_application_clocks; }},
  };
  for (const Fault& fault : faults) {
    NvidiaState state = good_state();
    fault.cause(state);
    const Diagnosis found = find(diagnose(state, 580), fault.title);
    EXPECT_EQ(found.severity, fault.severity) << fault.title << ": " << found.detail;
    EXPECT_FALSE(found.remedy.empty()) << fault.title << ": " << found.detail;
  }
}

TEST(DiagnoseGpu, SaysNothingOfWhatItDoesNotKnow) {
  NvidiaState state = good_state();
  state.gpus = {GpuState{}};
  for (const Diagnosis& f : diagnose(state)) EXPECT_EQ(f.title, "NVIDIA driver") << f.detail;
  EXPECT_EQ(find(diagnose(NvidiaState{}), "NVIDIA driver").severity, Severity::note);  // no GPU, nothing to do
}

TEST(DiagnoseGpu, SaysHowHotItIs) {
  NvidiaState state = good_state();
  state.gpus[0].clock_events = event_software_thermal;
  state.gpus[0].temperature = 91.0;
  EXPECT_EQ(find(diagnose(state), "GPU 0 clock").detail, "the driver holds the clock down: too hot, at 91 °C");
}

TEST(ReadNvidiaState, FindsWhatTheScenariosPlay) {
  const auto worst = [](const char* scenario, std::string_view title) {
    return find(diagnose(read_nvidia_state(*Scenario(scenario).library)), title).severity;
  };
  EXPECT_EQ(worst("healthy", "GPU 0 clock"), Severity::ok);
  EXPECT_EQ(worst("power_capped", "GPU 0 power limit"), Severity::warn);
  EXPECT_EQ(worst("thermal", "GPU 0 clock"), Severity::warn);
  EXPECT_EQ(worst("lost", "GPU 0 access"), Severity::problem);
  EXPECT_EQ(worst("ecc", "GPU 0 memory errors"), Severity::problem);
  EXPECT_EQ(worst("link_degraded", "GPU 0 PCIe link"), Severity::warn);
  EXPECT_EQ(worst("mig", "GPU 0 MIG"), Severity::warn);
  EXPECT_EQ(worst("shared", "GPU 0 other processes"), Severity::warn);
  EXPECT_EQ(worst("no_driver", "NVIDIA driver"), Severity::problem);
}

TEST(InMachine, IsAGpuOnTheBusOrItsDriver) {
  const host::MadeUpTree nothing{{"proc/driver/empty", ""}}, kernel{{"proc/driver/nvidia/version", "NVRM version"}},
      windows{{"usr/lib/wsl/lib/libcuda.so.1", ""}};
  const host::MadeUpTree bus{{"sys/bus/pci/devices/0000:01:00.0/vendor", "0x10de\n"},
                             {"sys/bus/pci/devices/0000:01:00.0/class", "0x030200\n"}};
  EXPECT_FALSE(in_machine(nothing.root()));
  for (const host::MadeUpTree* there : {&kernel, &windows, &bus}) EXPECT_TRUE(in_machine(there->root()));
}

TEST(ReadNvidiaState, CountsTheGpusOnTheBus) {
  const Scenario s("no_driver");
  const host::MadeUpTree tree{{"sys/bus/pci/devices/0000:01:00.0/vendor", "0x10de\n"},
                              {"sys/bus/pci/devices/0000:01:00.0/class", "0x030200\n"},
                              {"sys/bus/pci/devices/0000:01:00.1/vendor", "0x10de\n"},
                              {"sys/bus/pci/devices/0000:01:00.1/class", "0x040300\n"},
                              {"sys/bus/pci/devices/0000:02:00.0/vendor", "0x8086\n"},
                              {"sys/bus/pci/devices/0000:02:00.0/class", "0x030000\n"}};
  EXPECT_EQ(read_nvidia_state(*s.library, tree.root()).pci_gpus, 1);
}

}  // namespace
}  // namespace gpupeak::nvml
