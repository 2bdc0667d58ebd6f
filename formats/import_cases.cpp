#include "formats/import_cases.h"

#include <fmt/format.h>

#include <algorithm>

namespace gpupeak {

ImportCases::ImportCases(std::string tool, const std::string& version) : tool_(std::move(tool)) {
  report.tool.version = version.empty() ? tool_ : fmt::format("{} {}", tool_, version);
  report.run.state = "complete";
}

Case ImportCases::id(const std::string& name) const { return Case(tool_, {{"name", name}}); }

Measurement& ImportCases::place(const Case& id, int device) {
  const auto [found, fresh] = known_.try_emplace({device, id.id()}, report.measurements.size());
  if (fresh) {
    Measurement m;
    m.id = id;
    m.group = id.id();
    m.device = device;
    m.reason = "the tool gave no time";
    report.measurements.push_back(std::move(m));
  }
  return report.measurements[found->second];
}

Measurement& ImportCases::add_samples(const Case& id, const std::vector<Sample>& samples, int device) {
  Measurement& m = place(id, device);
  const int process = m.samples.empty() ? 0 : m.samples.back().process + 1;
  for (Sample sample : samples) {
    sample.process = process;
    m.samples.push_back(sample);
  }
  report.run.processes = std::max(report.run.processes, process + 1);
  return m;
}

// A fault is never hidden by samples that the same case has.
void ImportCases::add_without_time(const Case& id, Outcome outcome, std::string reason, int device) {
  Measurement& m = place(id, device);
  if (m.outcome == Outcome::failed) return;
  m.outcome = outcome;
  m.reason = reason.empty() ? "the tool gave no reason" : std::move(reason);
}

Report ImportCases::finish() {
  for (Measurement& m : report.measurements) {
    if (m.outcome == Outcome::failed) m.samples.clear();
    if (m.samples.empty()) continue;
    std::vector<double> times;
    for (const Sample& sample : m.samples) times.push_back(sample.time.value);
    m.stats = statistics(times);
    m.outcome = Outcome::measured;
    m.reason.clear();
    m.stopped_by = "samples";
  }
  return std::move(report);
}

std::vector<Sample> samples_of(const std::vector<double>& times) {
  std::vector<Sample> samples;
  samples.reserve(times.size());
  for (const double time : times) samples.push_back({Seconds(time), 1, std::nullopt, 0});
  return samples;
}

}  // namespace gpupeak
