// The latency ladder: one dependent access over the working set, a step per level of the memory hierarchy.
#include "reporters/charts/curves.h"

namespace gpupeak {

extern constinit const Chart latency_chart{
    .name = "latency",
    .summary = "latency of a dependent access over working-set size",
    .draw =
        [](const Report& report) {
          return draw_curves(report, *metric_named("latency_s"), [](const Measurement& m) { return m.work.steps > 0; },
                             {.title = "latency over size", .unit = "s"});
        },
};

}  // namespace gpupeak
