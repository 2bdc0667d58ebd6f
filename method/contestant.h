// One case on its way from schedule to measurement.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "core/watch.h"
#include "method/measure.h"
#include "method/measurement.h"
#include "method/schedule.h"
#include "method/suite.h"
#include "method/telemetry_summary.h"

namespace gpupeak {

struct Contestant {
  const ScheduledCase* scheduled = nullptr;
  Measurement result;
  std::optional<Trial> trial;  // set while it can go on
  std::unique_ptr<Sampler> sampler;
  std::unique_ptr<TelemetrySummary> telemetry;
  std::unique_ptr<Watch> watch;  // tells `telemetry`; none where the device tells nothing of itself

  bool going() const { return trial.has_value(); }
  void end(Outcome outcome, ReasonKind kind, std::string reason) {
    result.outcome = outcome;
    result.reason_kind = kind;
    result.reason = std::move(reason);
    result.samples.clear();
    result.phases.clear();
    result.latencies.reset();
    sampler.reset();
    trial.reset();
  }
};

}  // namespace gpupeak
