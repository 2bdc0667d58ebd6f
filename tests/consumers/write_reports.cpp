// Writes the reports that the programs of this folder's tests read: an ordinary one, one of attacks, one of nothing;
// and what gates say in every format.
#include <filesystem>
#include <fstream>
#include <iostream>

#include "formats/report_json.h"
#include "reporters/gate/gate.h"
#include "tests/support/example_gate.h"
#include "tests/support/example_report.h"
#include "tests/support/hostile_report.h"

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: write_reports FOLDER\n";
    return 2;
  }
  const std::filesystem::path folder = argv[1];
  const auto write = [&](const char* name, const gpupeak::Report& report) {
    std::ofstream(folder / name, std::ios::binary) << gpupeak::write_report(report);
  };
  gpupeak::Report slower = gpupeak::testing::example_report();
  for (gpupeak::Measurement& m : slower.measurements) {
    if (!m.stats) continue;
    for (gpupeak::Sample& sample : m.samples) sample.time = 1.1 * sample.time;
    for (double* time : {&m.stats->min, &m.stats->max, &m.stats->median, &m.stats->mean, &*m.stats->mad,
                         &m.stats->median_interval->low, &m.stats->median_interval->high})
      *time *= 1.1;
  }
  write("example.json", gpupeak::testing::example_report());
  write("slower.json", slower);
  write("hostile.json", gpupeak::testing::hostile_report());
  gpupeak::Report empty;
  empty.run.state = "complete";
  write("empty.json", empty);

  const auto tell = [&](const std::string& name, const gpupeak::GateResult& result) {
    std::filesystem::create_directory(folder / name);
    for (const gpupeak::GateReporter* reporter : gpupeak::gate_reporters()) {
      std::ofstream file(folder / name / ("gate." + std::string(reporter->extension)), std::ios::binary);
      reporter->write(result, file, {});
    }
  };
  tell("gate-example", gpupeak::testing::example_gate());
  tell("gate-passing", gpupeak::testing::passing_gate());
  tell("gate-hostile", gpupeak::testing::hostile_gate());
}
