// Bandwidth over the working set: each level of the memory hierarchy is a plateau.
#include "reporters/charts/curves.h"

namespace gpupeak {

extern constinit const Chart size_chart{
    .name = "bandwidth",
    .summary = "bandwidth over working-set size with the plateaus of caches",
    .draw =
        [](const Report& report) {
          return draw_curves(report, *metric_named("bandwidth_bytes_per_s"),
                             [](const Measurement& m) { return !(m.work.steps > 0); },
                             {.title = "bandwidth over size", .unit = "B/s"});
        },
};

}  // namespace gpupeak
