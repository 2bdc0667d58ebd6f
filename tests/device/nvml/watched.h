// A watch and what a report would keep of its readings.
#pragma once

#include <memory>

#include "device/nvml/telemetry.h"
#include "method/telemetry_summary.h"
#include "tests/device/nvml/scenario.h"

namespace gpupeak::testing {

struct Watched {
  Watched(const Scenario& s, const nvml::WatchOptions& options)
      : watch(nvml::watch(s.library, s.device, options, [this](const Reading& reading) { summary.add(reading); })) {}
  Watched(const Watched&) = delete;
  Watched& operator=(const Watched&) = delete;
  Telemetry result() const {
    watch->close();
    return summary.result();
  }

  TelemetrySummary summary;
  std::unique_ptr<Watch> watch;
};

}  // namespace gpupeak::testing
