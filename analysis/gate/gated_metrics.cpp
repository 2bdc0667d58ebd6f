#include "analysis/gate/gated_metrics.h"

#include <map>

namespace gpupeak {

const GatedMetric* gated_metric_named(std::string_view wanted) {
  for (const GatedMetric& gated : gated_metrics)
    if (gated.metric == wanted) return &gated;
  return nullptr;
}

std::vector<double> process_medians(const Measurement& m) {
  std::map<int, std::vector<double>> by_process;
  for (const Sample& sample : m.samples) by_process[sample.process].push_back(sample.time.value);
  std::vector<double> medians;
  for (const auto& [process, times] : by_process) medians.push_back(median(times));
  return medians;
}

}  // namespace gpupeak
