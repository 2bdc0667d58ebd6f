#include "analysis/gate/reference.h"

#include <algorithm>
#include <cmath>

#include "analysis/gate/history.h"
#include "statistics/student_t.h"

namespace gpupeak {
namespace {

bool same_model(const DeviceClass& a, const DeviceClass& b) {
  return a.backend == b.backend && a.name == b.name && a.units == b.units;
}

// One device of a report beside the jobs of all classes of its model.
class Beside {
 public:
  Beside(const Report& report, size_t device, const Baseline& reference, bool force) : force_(force) {
    const DeviceClass own = class_of(report.devices[device], report);
    for (const BaselineClass& one : reference.classes) {
      if (!same_model(one.device, own)) continue;
      for (const BaselineJob& job : one.jobs) jobs_.push_back({&job, gpupeak::unlike(report, device, job)});
    }
  }

  // Median times of this case in the jobs.
  std::vector<double> times_of(const std::string& id, double work) {
    std::vector<double> times;
    for (const auto& [job, differs] : jobs_) {
      const auto found = job->cases.find(id);
      if (found == job->cases.end() || !same_baseline_work(found->second.work, work)) continue;
      if (differs && !force_)
        unlike_ = differs;
      else
        times.push_back(median(found->second.time_s));
    }
    return times;
  }

  const std::optional<Unlike>& unlike() const { return unlike_; }

 private:
  struct Known {
    const BaselineJob* job;
    std::optional<Unlike> differs;
  };

  bool force_;
  std::vector<Known> jobs_;
  std::optional<Unlike> unlike_;
};

}  // namespace

ReferenceTable against_reference(const Report& report, const Baseline& reference, bool force) {
  ReferenceTable table;
  for (size_t i = 0; i < report.devices.size() && table.rows.empty(); ++i) {
    table.backend = report.devices[i].backend;
    table.device = text(class_of(report.devices[i], report));
    Beside beside(report, i, reference, force);
    for (const Measurement& m : report.measurements) {
      if (static_cast<size_t>(m.device) != i || m.outcome != Outcome::measured || !m.stats) continue;
      const std::vector<double> times = beside.times_of(m.id.id(), baseline_case(m).work);
      if (times.empty()) continue;
      const double usual = median(times);
      const std::vector<double> counted = undisturbed(logs(times));  // one bad job makes no slow card usual
      table.rows.push_back({m.id.id(), usual / m.stats->median, usual / std::exp(std::ranges::max(counted)),
                            usual / std::exp(std::ranges::min(counted)), times.size()});
    }
    if (beside.unlike()) table.unlike = beside.unlike();
  }
  if (table.rows.empty()) return table;
  const auto mean = [&](double ReferenceRow::*figure) {
    double sum = 0;
    for (const ReferenceRow& row : table.rows) sum += std::log(row.*figure);
    return std::exp(sum / static_cast<double>(table.rows.size()));
  };
  table.speed = mean(&ReferenceRow::speed);
  table.low = mean(&ReferenceRow::low);
  table.high = mean(&ReferenceRow::high);
  table.fewest_jobs = std::ranges::min(table.rows, {}, &ReferenceRow::jobs).jobs;
  table.unlike.reset();
  return table;
}

}  // namespace gpupeak
