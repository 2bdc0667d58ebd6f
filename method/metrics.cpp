#include "method/metrics.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <vector>

namespace gpupeak {
namespace {

std::optional<double> median_time(const Measurement& m) {
  if (!m.stats) return std::nullopt;
  return m.stats->median;
}

// amount / median time, for amounts the case has.
std::optional<double> per_second(const Measurement& m, double amount) {
  if (!m.stats || !(m.stats->median > 0) || !(amount > 0)) return std::nullopt;
  return amount / m.stats->median;
}

std::optional<double> against(const std::optional<Ceiling>& ceiling, const Measurement& m) {
  if (!ceiling || !m.stats || !(m.stats->median > 0)) return std::nullopt;
  return ceiling->time.value / m.stats->median;
}

constinit const Metric median_metric{
    .name = "median_s",
    .title = "time",
    .unit = MetricUnit::seconds,
    .better = Better::lower,
    .summary = "median time of one launch",
    .value = median_time,
};
constinit const Metric precision_metric{
    .name = "median_precision",
    .title = "±",
    .unit = MetricUnit::ratio,
    .better = Better::lower,
    .summary = "half-width of the median's 99 % interval / median",
    .value = [](const Measurement& m) -> std::optional<double> {
      if (!m.stats || !m.stats->median_interval || !(m.stats->median > 0)) return std::nullopt;
      return 0.5 * (m.stats->median_interval->high - m.stats->median_interval->low) / m.stats->median;
    },
};
constinit const Metric spread_metric{
    .name = "run_to_run_spread",
    .title = "runs",
    .unit = MetricUnit::ratio,
    .better = Better::lower,
    .summary = "largest less smallest of the processes' medians / the median of these",
    .value = [](const Measurement& m) -> std::optional<double> {
      std::map<int, std::vector<double>> times;
      for (const Sample& sample : m.samples) times[sample.process].push_back(sample.time.value);
      if (!m.stats || times.size() < 2) return std::nullopt;
      const auto finite = [](const std::vector<double>& values) {
        return std::all_of(values.begin(), values.end(), [](double value) { return std::isfinite(value); });
      };
      std::vector<double> medians;
      for (const auto& [process, of_process] : times)
        medians.push_back(finite(of_process) ? median(of_process) : INFINITY);
      if (!finite(medians)) return std::nullopt;  // as only a report from elsewhere has it
      const auto [least, most] = std::minmax_element(medians.begin(), medians.end());
      const double middle = median(medians);
      if (!(middle > 0)) return std::nullopt;
      return (*most - *least) / middle;
    },
};
constinit const Metric flop_rate_metric{
    .name = "flop_rate_flops_per_s",
    .title = "arithmetic",
    .unit = MetricUnit::flops_per_second,
    .better = Better::higher,
    .summary = "floating-point operations per second; a fused multiply-add counts 2",
    .value = [](const Measurement& m) { return per_second(m, total_flops(m.work).value); },
};
constinit const Metric effective_rate_metric{
    .name = "effective_rate_flops_per_s",
    .title = "effective",
    .unit = MetricUnit::flops_per_second,
    .better = Better::higher,
    .summary = "operations of the definition per second, products with padding counted, whoever leaves them out",
    .value = [](const Measurement& m) { return per_second(m, m.work.effective.value); },
};
constinit const Metric executed_rate_metric{
    .name = "executed_rate_flops_per_s",
    .title = "executed",
    .unit = MetricUnit::flops_per_second,
    .better = Better::higher,
    .summary = "operations that the implementation does per second, where it does another number of them",
    .value = [](const Measurement& m) { return per_second(m, m.work.executed.value); },
};
constinit const Metric bandwidth_metric{
    .name = "bandwidth_bytes_per_s",
    .title = "bandwidth",
    .unit = MetricUnit::bytes_per_second,
    .better = Better::higher,
    .summary = "bytes the case must move per second, reads and writes together",
    .value = [](const Measurement& m) { return per_second(m, total_bytes(m.work).value); },
};
constinit const Metric used_bandwidth_metric{
    .name = "used_bandwidth_bytes_per_s",
    .title = "used",
    .unit = MetricUnit::bytes_per_second,
    .better = Better::higher,
    .summary = "bytes the program asked for per second, where whole lines move for less",
    .value = [](const Measurement& m) { return per_second(m, m.work.used.value); },
};
constinit const Metric operation_rate_metric{
    .name = "operation_rate_ops_per_s",
    .title = "operations",
    .unit = MetricUnit::operations_per_second,
    .better = Better::higher,
    .summary = "updates of counters or parameters per second, where cases do nothing else",
    .value = [](const Measurement& m) { return per_second(m, m.work.operations); },
};
constinit const Metric bytes_per_operation_metric{
    .name = "bytes_per_operation",
    .title = "per op",
    .unit = MetricUnit::bytes,
    .better = Better::lower,
    .summary = "bytes the case must move for one update, reads and writes together",
    .value = [](const Measurement& m) -> std::optional<double> {
      const double bytes = total_bytes(m.work).value;
      if (!m.stats || !(m.work.operations > 0) || !(bytes > 0)) return std::nullopt;
      return bytes / m.work.operations;
    },
};
constinit const Metric sample_rate_metric{
    .name = "sample_rate_samples_per_s",
    .title = "samples",
    .unit = MetricUnit::samples_per_second,
    .better = Better::higher,
    .summary = "samples per second that a model learns from or answers",
    .value = [](const Measurement& m) { return per_second(m, m.work.samples); },
};
constinit const Metric model_flops_utilization_metric{
    .name = "model_flops_utilization",
    .title = "MFU",
    .unit = MetricUnit::ratio,
    .better = Better::higher,
    .summary = "arithmetic of the model, three times forward, per second / what the peak at the rated clock allows",
    .value = [](const Measurement& m) -> std::optional<double> {
      const std::optional<double> rate = per_second(m, m.work.model_flops);
      if (!rate || !m.rated || !(m.rated->time.value > 0)) return std::nullopt;
      const auto bound = m.work.amounts.find(m.rated->bound_by);
      if (bound == m.work.amounts.end() || row(bound->first).unit != Unit::flop) return std::nullopt;
      return *rate * m.rated->time.value / bound->second;
    },
};
constinit const Metric latency_metric{
    .name = "latency_s",
    .title = "latency",
    .unit = MetricUnit::seconds,
    .better = Better::lower,
    .summary = "time of one dependent access; of one page where memory is touched or freed",
    .value = [](const Measurement& m) -> std::optional<double> {
      if (!m.stats || !(m.work.steps > 0)) return std::nullopt;
      return m.stats->median / m.work.steps;
    },
};
constinit const Metric latency_cycles_metric{
    .name = "latency_cycles",
    .title = "cycles",
    .unit = MetricUnit::cycles,
    .better = Better::lower,
    .summary = "core cycles of one dependent access, at the clock seen",
    .value = [](const Measurement& m) -> std::optional<double> {
      if (!m.stats || !m.clock || !(m.work.steps > 0)) return std::nullopt;
      return m.stats->median / m.work.steps * m.clock->value;
    },
};
std::optional<double> of_latencies(const Measurement& m, std::optional<Seconds> (*figure)(const Latencies&)) {
  if (!m.stats || !m.latencies) return std::nullopt;
  const std::optional<Seconds> time = figure(*m.latencies);
  return time ? std::optional(time->value) : std::nullopt;
}

constinit const Metric latency_p50_metric{
    .name = "latency_p50_s",
    .title = "p50",
    .unit = MetricUnit::seconds,
    .better = Better::lower,
    .summary = "half of the single launches, each waited for, took no longer",
    .value =
        [](const Measurement& m) { return of_latencies(m, [](const Latencies& l) { return std::optional(l.p50); }); },
};
constinit const Metric latency_p95_metric{
    .name = "latency_p95_s",
    .title = "p95",
    .unit = MetricUnit::seconds,
    .better = Better::lower,
    .summary = "95 % of the single launches took no longer",
    .value = [](const Measurement& m) { return of_latencies(m, [](const Latencies& l) { return l.p95; }); },
};
constinit const Metric latency_p99_metric{
    .name = "latency_p99_s",
    .title = "p99",
    .unit = MetricUnit::seconds,
    .better = Better::lower,
    .summary = "99 % of the single launches took no longer; of at least 500",
    .value = [](const Measurement& m) { return of_latencies(m, [](const Latencies& l) { return l.p99; }); },
};
constinit const Metric latency_max_metric{
    .name = "latency_max_s",
    .title = "longest",
    .unit = MetricUnit::seconds,
    .better = Better::lower,
    .summary = "the longest of the single launches",
    .value =
        [](const Measurement& m) { return of_latencies(m, [](const Latencies& l) { return std::optional(l.max); }); },
};
constinit const Metric p99_doubles_metric{
    .name = "p99_doubles_at_samples_per_s",
    .title = "p99 doubles at",
    .unit = MetricUnit::samples_per_second,
    .better = Better::higher,
    .summary =
        "samples per second, in batches that arrive at random at one server, at which p99 of waiting and service "
        "is twice p99 of service: computed from the latencies measured, not measured under load",
    .value = [](const Measurement& m) -> std::optional<double> {
      if (!m.stats || !m.latencies || !m.latencies->p99_doubles_at || !(m.work.samples > 0)) return std::nullopt;
      return *m.latencies->p99_doubles_at * m.work.samples;
    },
};
constinit const Metric input_wait_metric{
    .name = "input_wait_share",
    .title = "waits for input",
    .unit = MetricUnit::ratio,
    .better = Better::lower,
    .summary = "share of the step that waits for its input, where that is made beside it",
    .value = [](const Measurement& m) -> std::optional<double> {
      const auto wait = std::ranges::find(m.phases, "wait", &PhaseTime::name);
      if (!m.stats || wait == m.phases.end()) return std::nullopt;
      return wait->median / total(m.phases);
    },
};
constinit const Metric energy_metric{
    .name = "energy_per_sample_j",
    .title = "energy",
    .unit = MetricUnit::joules,
    .better = Better::lower,
    .summary = "energy of the watched windows / samples in them, where the device counts it and they were long enough",
    .value = [](const Measurement& m) -> std::optional<double> {
      if (!m.stats || !m.telemetry || !m.telemetry->energy || !(m.work.samples > 0)) return std::nullopt;
      double launches = 0;
      for (const Sample& sample : m.samples) launches += static_cast<double>(sample.launches);
      if (!(launches > 0)) return std::nullopt;
      return m.telemetry->energy->value / (launches * m.work.samples);
    },
};
constinit const Metric memory_growth_metric{
    .name = "memory_growth_bytes",
    .title = "memory",
    .unit = MetricUnit::bytes,
    .better = Better::lower,
    .summary = "what the memory in use grew by when the case was prepared and verified once, oracle included",
    .value = [](const Measurement& m) -> std::optional<double> {
      if (!m.stats || !m.memory_growth) return std::nullopt;
      return m.memory_growth->value;
    },
};
constinit const Metric efficiency_rated_metric{
    .name = "efficiency_rated",
    .title = "of peak",
    .unit = MetricUnit::ratio,
    .better = Better::higher,
    .summary = "ceiling at the rated clock / measured time",
    .value = [](const Measurement& m) { return against(m.rated, m); },
};
constinit const Metric efficiency_clocked_metric{
    .name = "efficiency_clocked",
    .title = "of ceiling",
    .unit = MetricUnit::ratio,
    .better = Better::higher,
    .summary = "ceiling at the clock seen in the window / measured time",
    .value = [](const Measurement& m) { return against(m.clocked ? m.clocked : m.rated, m); },
};
constinit const Metric clock_metric{
    .name = "clock_hz",
    .title = "clock",
    .unit = MetricUnit::hertz,
    .better = Better::higher,
    .summary = "median core clock seen in or round the samples",
    .value = [](const Measurement& m) -> std::optional<double> {
      if (!m.clock) return std::nullopt;
      return m.clock->value;
    },
};

// clang-format off
constexpr std::array<const Metric*, 25> table{
    &median_metric,
    &precision_metric,
    &spread_metric,
    &sample_rate_metric,
    &flop_rate_metric,
    &model_flops_utilization_metric,
    &effective_rate_metric,
    &executed_rate_metric,
    &bandwidth_metric,
    &used_bandwidth_metric,
    &operation_rate_metric,
    &bytes_per_operation_metric,
    &latency_metric,
    &latency_cycles_metric,
    &latency_p50_metric,
    &latency_p95_metric,
    &latency_p99_metric,
    &latency_max_metric,
    &p99_doubles_metric,
    &input_wait_metric,
    &energy_metric,
    &memory_growth_metric,
    &efficiency_rated_metric,
    &efficiency_clocked_metric,
    &clock_metric,
};
// clang-format on

bool pairable(const Measurement& m) { return m.outcome == Outcome::measured && m.stats && !m.samples.empty(); }

// Median of the ratios of sample i to sample i, which share the conditions of their turn.
double paired_ratio(const Measurement& numerator, const Measurement& denominator) {
  const size_t pairs = std::min(numerator.samples.size(), denominator.samples.size());
  std::vector<double> ratios;
  for (size_t i = 0; i < pairs; ++i) ratios.push_back(numerator.samples[i].time / denominator.samples[i].time);
  return median(ratios);
}

}  // namespace

std::span<const Metric* const> metrics() { return table; }

const Metric* metric_named(std::string_view wanted) {
  for (const Metric* metric : table)
    if (metric->name == wanted) return metric;
  return nullptr;
}

std::optional<double> finite_value(const Metric& metric, const Measurement& m) {
  const std::optional<double> value = has_time(m.outcome) ? metric.value(m) : std::nullopt;
  return value && std::isfinite(*value) ? value : std::nullopt;
}

const Metric* headline(const Measurement& m) {
  if (const Metric* named = metric_named(m.headline); named && finite_value(*named, m)) return named;
  for (const Metric* metric : {&latency_metric, &latency_p99_metric, &sample_rate_metric, &flop_rate_metric,
                               &bandwidth_metric, &operation_rate_metric})
    if (finite_value(*metric, m)) return metric;
  return nullptr;
}

std::optional<double> ratio_to_vendor(const Measurement& m, std::span<const Measurement> all) {
  if (!pairable(m)) return std::nullopt;
  const Measurement* best = nullptr;
  for (const Measurement& other : all) {
    if (!other.vendor || other.vendor_below || other.group != m.group || other.device != m.device || !pairable(other))
      continue;
    if (!best || other.stats->median < best->stats->median) best = &other;
  }
  if (!best) return std::nullopt;
  if (best == &m) return 1.0;
  return paired_ratio(*best, m);
}

}  // namespace gpupeak
