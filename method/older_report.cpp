// TABLE of the suites that such reports may have. It does not grow: newer suites are in newer reports.
#include "method/older_report.h"

#include <string_view>

namespace gpupeak {
namespace {

struct OlderSuite {
  std::string_view name, headline;
  Views views;
};

constexpr OlderSuite older_suites[] = {
    {"throughput", "flop_rate_flops_per_s", {View::arithmetic_roof, View::ladder}},
    {"memory", "bandwidth_bytes_per_s", {View::plateaus, View::size_curve, View::roofline, View::ladder}},
    {"shared", "bandwidth_bytes_per_s", {View::ladder}},
    {"atomics", "operation_rate_ops_per_s", {View::ladder}},
    {"transfer", "bandwidth_bytes_per_s", {View::size_curve, View::peer_matrix, View::ladder}},
    {"roofline", "flop_rate_flops_per_s", {View::roofline, View::ladder}},
    {"matmul", "flop_rate_flops_per_s", {View::roofline, View::ladder}},
    {"conv", "flop_rate_flops_per_s", {View::roofline, View::ladder}},
    {"launch", "latency_s", {View::size_curve, View::start_cost, View::ladder}},
    {"optimizer", "bandwidth_bytes_per_s", {View::roofline, View::ladder}},
    {"train", "sample_rate_samples_per_s", {View::roofline, View::ladder}},
    {"infer", "latency_p99_s", {View::roofline, View::ladder}},
};

}  // namespace

void complete_by_suite_name(Measurement& m) {
  for (const OlderSuite& suite : older_suites)
    if (suite.name == m.id.suite()) {
      m.headline = m.work.steps > 0 ? "latency_s" : suite.headline;
      m.views = suite.views;
    }
}

}  // namespace gpupeak
