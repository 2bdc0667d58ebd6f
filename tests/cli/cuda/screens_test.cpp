// What a user of each machine reads at 80 columns: list devices, doctor, info, run and compare, word for word.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <regex>
#include <sstream>

#include "suites/suites.h"
#include "tests/support/command_line.h"
#include "tests/support/cuda_double/scenario.h"
#include "tests/support/golden.h"
#include "tests/support/patient_preset.h"

namespace gpupeak::testing {
namespace {

using Arguments = std::vector<std::string>;

struct Screens {
  const char* name;
  std::string cuda, nvml;  // scenarios of the doubles
  std::vector<Arguments> commands;
};

const Arguments list_devices{"list", "devices"}, doctor{"doctor"}, info{"info"},
    info_of_the_sick{"info", "--device", "cuda:3"};

// A few small products, on a GPU so slow that they fill a part of it; reports go to OUT below the test's folder.
Arguments run_into(const char* out, const char* sizes) {
  return {"run",
          "matmul",
          "-q",
          "--preset",
          "patient",
          "--set",
          "matmul.dtype=f32",
          "--set",
          "matmul.m=n",
          "--set",
          "matmul.k=n",
          "--set",
          fmt::format("matmul.n={}", sizes),
          "--set",
          "matmul.rung=naive",
          "--out",
          out};
}
// What was measured there beside the H200, which comes first.
Arguments beside_h200(const char* out) { return {"compare", "h200", out}; }
constexpr std::string_view screens_slow = "sms = 2\nclock_khz = 10\nlaunch_s = 0.01\n";

// Attributes as cards of these names report them (configs/devices.json; NVML does not support these on GeForce).
constexpr std::string_view h200 =
    "name = NVIDIA H200\nsms = 132\nmemory = 150055890944\nl2 = 62914560\nclock_khz = 1980000\n"
    "memory_clock_khz = 3201000\nbus_bits = 6144\n";
constexpr std::string_view of_geforce =
    "status.nvmlDeviceGetEccMode 3\nstatus.nvmlDeviceGetTotalEccErrors 3\nstatus.nvmlDeviceGetRemappedRows 3\n"
    "status.nvmlDeviceGetMigMode 3\nstatus.nvmlDeviceGetApplicationsClock 3\n"
    "status.nvmlDeviceGetDefaultApplicationsClock 3\npersistence 0\nmax_generation 4\n";

std::vector<Screens> machines_with_screens() {
  const auto with = [](std::string_view first, std::string_view second) {
    return std::string(first) + std::string(second);
  };
  return {
      {"healthy H200", std::string(h200), "", {list_devices, doctor, info, run_into("h200", "20")}},
      {"products on a healthy GPU",
       std::string(screens_slow),
       "",
       {run_into("before", "20,24"), run_into("after", "20,24"), {"compare", "before", "after"}}},
      {"RTX 4090 that drives a display",
       "name = NVIDIA GeForce RTX 4090\ncapability = 8.9\nsms = 128\nmemory = 25757220864\nl2 = 75497472\n"
       "clock_khz = 2520000\nmemory_clock_khz = 10501000\nbus_bits = 384\necc = 0\nwatchdog_s = 2\n",
       with(of_geforce, "limit_w 450\ndefault_limit_w 450\ngeneration 1\n"),
       {list_devices, doctor, info, run_into("geforce", "20"), beside_h200("geforce")}},
      {"products beside a display",
       "capability = 8.9\nsms = 2\nclock_khz = 1\nlaunch_s = 0.1\nthread_s = 0.0004\nwatchdog_s = 2\n",
       "",
       {run_into("desktop", "16,80")}},
      {"laptop at its power limit",
       "name = NVIDIA GeForce RTX 4070 Laptop GPU\ncapability = 8.9\nsms = 36\nmemory = 8318418944\nl2 = 33554432\n"
       "clock_khz = 2175000\nmemory_clock_khz = 8001000\nbus_bits = 128\necc = 0\n",
       with(of_geforce, "limit_w 55\ndefault_limit_w 80\nevents 4\ngeneration 4\nwidth 8\nmax_width 8\n"),
       {list_devices, doctor, info, run_into("laptop", "20"), beside_h200("laptop")}},
      {"T4",
       "name = Tesla T4\ncapability = 7.5\nsms = 40\nmemory = 15642329088\nl2 = 4194304\nclock_khz = 1590000\n"
       "memory_clock_khz = 5001000\nbus_bits = 256\n",
       "limit_w 70\ndefault_limit_w 70\napplication_mhz 585\ndefault_application_mhz 585\ngeneration 3\n"
       "max_generation 3\nstatus.nvmlDeviceGetMigMode 3\n",
       {list_devices, doctor, info, run_into("t4", "20"), beside_h200("t4")}},
      {"instance of a partitioned GPU",
       "name = NVIDIA H100 80GB HBM3 MIG 1g.10gb\nsms = 16\nmemory = 10468982784\nl2 = 6553600\nclock_khz = 1980000\n"
       "memory_clock_khz = 2619000\nbus_bits = 640\n",
       "uuid MIG-01234567-89ab-cdef-0123-456789abcdef\nmig 1\n",
       {list_devices, doctor, info, run_into("mig", "20"), beside_h200("mig")}},
      {"V100",
       "name = Tesla V100-SXM2-16GB\ncapability = 7.0\nsms = 80\n",
       "generation 3\nmax_generation 3\nstatus.nvmlDeviceGetMigMode 3\n",
       {list_devices, doctor, info, run_into("v100", "20")}},
      {"V100 beside an H200", "gpus = 2\ncapability = 7.0,9.0\nsms = 2\n", "devices 2\n", {list_devices, doctor}},
      {"driver 550",
       with(h200, "error = 35\ndriver = 12040\n"),
       "driver 550.54.15\n",
       {list_devices, doctor, info, run_into("driver", "20")}},
      {"no permission", "error = 304\n", "init 4\n", {list_devices, doctor, info, run_into("rights", "20")}},
      {"taken in exclusive mode",
       with(h200, "compute_mode = 3\ntaken = 1\n"),
       "other_pid 4242\n",
       {list_devices, doctor, info, run_into("taken", "20")}},
      {"lost in the second case",
       with(screens_slow, "lost_at = 870\n"),
       "",
       {list_devices, doctor, info, run_into("lost", "20,22,24"), beside_h200("lost")}},
      {"one sick of eight",
       with(h200, "gpus = 8\nsick = 3\n"),
       "devices 8\nsick 3\n",
       {list_devices, doctor, info, info_of_the_sick, run_into("eight", "20"), beside_h200("eight")}},
      {"GH200",
       "name = NVIDIA GH200 480GB\nsms = 132\nmemory = 101997000000\nl2 = 62914560\nclock_khz = 1980000\n"
       "memory_clock_khz = 2619000\nbus_bits = 6144\n",
       "",
       {list_devices, doctor, info, run_into("gh200", "20"), beside_h200("gh200")}},
  };
}

// Less what another machine says otherwise: vendors' libraries, lines of sources, the folder of the test.
std::string without_this_machine(const std::string& text, const std::string& folder) {
  std::string kept;
  std::istringstream lines(text);
  bool in_libraries = false;
  for (std::string line; std::getline(lines, line);) {
    if (line == "Libraries") break;
    in_libraries = line.starts_with("  libraries ") || (in_libraries && line.starts_with("             "));
    if (!in_libraries) kept += line + "\n";
  }
  kept = std::regex_replace(kept, std::regex("(cpp|cu):[0-9]+"), "$1:LINE");
  for (size_t at = kept.find(folder); at != std::string::npos; at = kept.find(folder))
    kept.replace(at, folder.size(), ".");
  return kept;
}

class GpuScreens : public ::testing::Test {
 protected:
  // The whole program, in this process, with GPUs alone.
  std::string screen(const Arguments& args) {
    static constexpr std::array<const cli::Backend*, 1> gpus{&cli::cuda_backend};
    std::ostringstream out, err;
    cli::Environment environment{
        .backends = gpus,
        .suites = suites(),
        .out = out,
        .err = err,
        .width = 80,
        .getenv = [](const char* name) { return std::string_view(name) == "LANG" ? "C.UTF-8" : nullptr; },
        .utc_now = [] { return std::string("2025-01-31T12:00:00Z"); },
        .seconds = [] { return 0.0; },
        .interrupted = [] { return false; },
        .host =
            [] {
              return HostFacts{"hostname", "os", "kernel", "cpu", 2};
            },
        .tool = {"1.2.3", "abc", "gcc", "Release", {}},
    };
    Arguments placed = args;
    for (size_t i = 1; i < placed.size(); ++i)
      if (placed[i - 1] == "--out" || args[0] == "compare") placed[i] = place_.path(placed[i]);
    for (std::string& word : placed)
      if (word == "patient") word = place_.write("patient.json", patient_preset);
    const int code = cli::run(placed, environment);
    std::string shown = "$ gpupeak";
    for (const std::string& word : args) shown += " " + word;
    return fmt::format("{}\n{}{}exit {}\n\n", shown, without_this_machine(out.str(), place_.folder),
                       without_this_machine(err.str(), place_.folder), code);
  }

  // `management`: whether NVML is there. Where cases are timed it is not, as what it polls depends on this machine.
  void play(const Screens& machine, bool management) {
    cuda_double::play(cuda_double::read_scenario(place_.write("cuda", machine.cuda)));
    const std::string uuid = machine.nvml.starts_with("uuid") ? "" : "uuid GPU-01234567-89ab-cdef-0123-456789abcdef\n";
    setenv("GPUPEAK_NVML", management ? GPUPEAK_NVML_DOUBLE : "/nowhere", 1);
    setenv("GPUPEAK_NVML_SCENARIO", place_.write("nvml", uuid + machine.nvml).c_str(), 1);
  }

  std::string told_on(const Screens& machine) {
    std::string told = fmt::format("──── {} ────\n\n", machine.name);
    for (const Arguments& command : machine.commands) {
      play(machine, command[0] != "run");
      told += screen(command);
    }
    return told;
  }

 private:
  CommandLine place_;
};

TEST_F(GpuScreens, SayWhatIsThereWhatIsWrongAndWhatHelps) {
  unsetenv("CUDA_VISIBLE_DEVICES");
  std::string told;
  for (const Screens& machine : machines_with_screens()) told += told_on(machine);
  unsetenv("GPUPEAK_NVML");
  unsetenv("GPUPEAK_NVML_SCENARIO");
  EXPECT_TRUE(is_golden("gpu_screens.txt", told)) << told;
}

}  // namespace
}  // namespace gpupeak::testing
