// Which metrics a gate can judge, and what its evidence for each is.
#pragma once

#include <array>
#include <string_view>

namespace gpupeak {

// time: it is work / time or time / work, so that every process's median time tells it. value: a report has one figure.
enum class DecidedBy { time, value };

struct GatedMetric {
  std::string_view metric;  // its name in method/metrics.h
  DecidedBy decided_by;
  double least = 0;  // figures below it are as good as it, in the metric's unit: nothing grew has no ratio to something
};

// clang-format off
inline constexpr std::array gated_metrics{
    GatedMetric{"median_s",                     DecidedBy::time},
    GatedMetric{"sample_rate_samples_per_s",    DecidedBy::time},
    GatedMetric{"flop_rate_flops_per_s",        DecidedBy::time},
    GatedMetric{"model_flops_utilization",      DecidedBy::time},
    GatedMetric{"effective_rate_flops_per_s",   DecidedBy::time},
    GatedMetric{"executed_rate_flops_per_s",    DecidedBy::time},
    GatedMetric{"bandwidth_bytes_per_s",        DecidedBy::time},
    GatedMetric{"used_bandwidth_bytes_per_s",   DecidedBy::time},
    GatedMetric{"operation_rate_ops_per_s",     DecidedBy::time},
    GatedMetric{"latency_s",                    DecidedBy::time},
    GatedMetric{"efficiency_rated",             DecidedBy::time},
    GatedMetric{"latency_p50_s",                DecidedBy::value},
    GatedMetric{"latency_p95_s",                DecidedBy::value},
    GatedMetric{"latency_p99_s",                DecidedBy::value},
    GatedMetric{"p99_doubles_at_samples_per_s", DecidedBy::value},
    GatedMetric{"energy_per_sample_j",          DecidedBy::value},
    GatedMetric{"memory_growth_bytes",          DecidedBy::value, 0x1p20},
};
// clang-format on

// Null where a gate cannot judge it.
constexpr const GatedMetric* gated_metric_named(std::string_view wanted) {
  for (const GatedMetric& gated : gated_metrics)
    if (gated.metric == wanted) return &gated;
  return nullptr;
}

}  // namespace gpupeak
