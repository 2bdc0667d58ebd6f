// What the whole program says on machines with something wrong: exit code, outcome and cause of every case, notes of
// the GPU, and what doctor finds.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "analysis/gaps/why.h"
#include "core/names.h"
#include "tests/cli/cuda/run_on_double.h"
#include "tests/support/golden.h"

namespace gpupeak::testing {
namespace {

// A GPU so slow that a small product fills half of it.
constexpr std::string_view slow = "sms = 2\nclock_khz = 10\nlaunch_s = 0.01\n";

struct Machine {
  const char* name;
  std::string cuda;  // beside `slow`
  const char* nvml;  // file of tests/support/nvml_double/scenarios
  bool old_library = false;
};

const Machine machines[] = {
    {"healthy", "", "healthy"},
    {"power limit reached", "clock_factor = 0.6\n", "power_capped"},
    {"too hot", "clock_factor = 0.6\n", "thermal"},
    {"low clock that nothing explains", "clock_factor = 0.6\n", "healthy"},
    {"used by another process", "", "shared"},
    {"no memory left by another process", "most_memory = 14104\n", "shared"},
    {"memory errors", "", "ecc"},
    {"badly seated", "", "link_degraded"},
    {"a driver of old names", "", "healthy", true},
    {"no rights", "", "no_permission"},
    {"an instance of a partitioned GPU", "", "mig"},
    {"lost to NVML", "", "lost"},
    {"lost in the second case", "lost_at = 870\n", "healthy"},
    {"no driver behind the library", "driver = 0\nerror = 35\n", "no_driver"},
    {"a driver older than the runtime", "driver = 12040\nerror = 35\n", "old_driver"},
};

// ", at stamp.cu:21" at the end of a line says where the program noticed.
std::string without_lines_of_source(std::string text) {
  for (size_t at = text.find(", at "); at != std::string::npos; at = text.find(", at ", at))
    text.erase(at, text.find('\n', at) - at);
  return text;
}

class GpuScenarios : public RunOnDouble {
 protected:
  // The part of doctor's text that is about the GPU.
  std::string doctor(const std::string& cuda) {
    run(cuda, {"doctor"});
    const std::string text = out();
    const size_t begin = text.find("cuda"), end = text.find("\nhost ");
    std::string findings;
    std::istringstream lines(text.substr(begin, end - begin));
    for (std::string line; std::getline(lines, line);)
      if (!line.starts_with("ok ")) findings += "    " + line + "\n";
    return findings;
  }

  std::string told_on(const Machine& machine) {
    nvml_ = machine.old_library ? GPUPEAK_NVML_DOUBLE_OLD : GPUPEAK_NVML_DOUBLE;
    std::ifstream scenario(
        fmt::format("{}/tests/support/nvml_double/scenarios/{}.txt", GPUPEAK_SOURCE_DIR, machine.nvml));
    EXPECT_TRUE(scenario) << machine.nvml;
    std::ostringstream says;
    says << scenario.rdbuf();
    says_nvml_ = says.str();
    const std::string cuda = std::string(slow) + machine.cuda;
    const int code = multiply(cuda, "naive", "20,22,24");
    std::string told = fmt::format("{}: exit {}\n", machine.name, code);
    if (code == 4) {
      told += "    " + err();
    } else {
      const Report report = this->report();
      for (const Measurement& m : report.measurements) {
        const std::optional<Why> cause = why(m, report.devices.at(0));
        told += fmt::format("    n={} {}{}\n", m.id.text("n"), name(m.outcome),
                            cause              ? fmt::format(", {}", cause->cause)
                            : m.reason.empty() ? ""
                                               : ": " + m.reason);
      }
      for (const Note& note : report.devices.at(0).notes)
        if (note.kind != NoteKind::others_at_work)  // that is of the machine the test runs on
          told += "    note: " + text(note) + "\n";
    }
    return without_lines_of_source(told) + "  doctor\n" + doctor(cuda);
  }
};

TEST_F(GpuScenarios, AreToldWithTheirCauseAndLoseNoOtherCase) {
  std::string told;
  for (const Machine& machine : machines) told += told_on(machine);
  EXPECT_TRUE(is_golden("gpu_scenarios.txt", told)) << told;
}

}  // namespace
}  // namespace gpupeak::testing
