#include "analysis/reference.h"

#include <algorithm>
#include <cmath>

namespace gpupeak {
namespace {

bool same_model(const DeviceClass& a, const DeviceClass& b) {
  return a.backend == b.backend && a.name == b.name && a.units == b.units;
}

// Median times of this case in the jobs of all classes of the model.
std::vector<double> times_of(const Baseline& reference, const DeviceClass& device, const std::string& id, double work) {
  std::vector<double> times;
  for (const BaselineClass& one : reference.classes) {
    if (!same_model(one.device, device)) continue;
    for (const BaselineJob& job : one.jobs)
      if (const auto found = job.cases.find(id); found != job.cases.end() && found->second.work == work)
        times.push_back(median(found->second.time_s));
  }
  return times;
}

}  // namespace

ReferenceTable against_reference(const Report& report, const Baseline& reference) {
  ReferenceTable table;
  for (size_t i = 0; i < report.devices.size() && table.rows.empty(); ++i) {
    const DeviceClass device = class_of(report.devices[i], report);
    table.device = text(device);
    for (const Measurement& m : report.measurements) {
      if (static_cast<size_t>(m.device) != i || m.outcome != Outcome::measured || !m.stats) continue;
      const BaselineCase own = baseline_case(m);
      const std::vector<double> times = times_of(reference, device, m.id.id(), own.work);
      if (times.empty()) continue;
      const double usual = median(times);
      table.rows.push_back({m.id.id(), usual / m.stats->median, usual / std::ranges::max(times),
                            usual / std::ranges::min(times), times.size()});
    }
  }
  const auto mean = [&](double ReferenceRow::*figure) {
    double sum = 0;
    for (const ReferenceRow& row : table.rows) sum += std::log(row.*figure);
    return table.rows.empty() ? 1 : std::exp(sum / static_cast<double>(table.rows.size()));
  };
  table.speed = mean(&ReferenceRow::speed);
  table.low = mean(&ReferenceRow::low);
  table.high = mean(&ReferenceRow::high);
  return table;
}

}  // namespace gpupeak
