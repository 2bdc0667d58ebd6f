// The JSON of google-benchmark: its compare.py, Bencher and Conbench read it. `gbench` writes each sample as a
// repetition, all of one name, for compare.py's U test; `gbench-median` writes one row per case, for tools that take
// the first row of a name for the whole. Cases without a time are left out and counted in the context: Bencher refuses
// a file that has rows without one.
#include <fmt/format.h>

#include <cmath>
#include <string>
#include <vector>

#include "core/text.h"
#include "reporters/report/exported.h"
#include "reporters/report/figures.h"
#include "reporters/reporters.h"
#include "reporters/text/json_stream.h"

namespace gpupeak {
namespace {

constexpr double ns_per_s = 1e9;

// "l2" → 2; 0 where the name has no number.
int64_t level_of(const CacheLevel& cache) {
  const size_t digit = cache.name.find_first_of("123456789");
  return digit == std::string::npos ? 0 : cache.name[digit] - '0';
}

void write_caches(JsonStream& json, const Report& report) {
  json.key("caches").array();
  if (!report.devices.empty())
    for (const CacheLevel& cache : report.devices.front().caches)
      json.object()
          .text("type", "Unified")
          .whole("level", level_of(cache))
          .number("size", cache.size.value)
          .whole("num_sharing", cache.units_sharing)
          .end();
  json.end();
}

void write_context(JsonStream& json, const Report& report, size_t left_out) {
  const DeviceInfo* device = report.devices.empty() ? nullptr : &report.devices.front();
  const bool clock = device && device->rated_clock && std::isfinite(device->rated_clock->value);
  json.key("context").object().line();
  json.text("date", report.run.started_at).line();
  json.text("host_name", report.run.host.hostname).line();
  json.text("executable", "gpupeak").line();
  if (report.run.host.logical_cpus > 0) json.whole("num_cpus", report.run.host.logical_cpus).line();
  if (clock) json.number("mhz_per_cpu", std::round(device->rated_clock->value / 1e6)).line();
  write_caches(json, report);
  json.line().key("load_avg").array().end().line();
  json.text("library_version", "gpupeak " + report.tool.version).line();
  json.text("library_build_type", report.tool.build == "Debug" ? "debug" : "release").line();
  json.whole("json_schema_version", 1).line();
  json.text("gpupeak_commit", report.tool.commit).line();
  json.text("gpupeak_device", device ? device->name : "").line();
  json.text("gpupeak_driver", device ? device->driver : "").line();
  json.text("gpupeak_left_out",
            fmt::format("{} of {} without a time", left_out, count_of(report.measurements.size(), "case")))
      .line();
  json.end().line();
}

struct GbenchRow {
  const std::string& name;
  size_t family;
  int64_t repetitions, index, iterations;
  double time;  // seconds
};

void begin_row(JsonStream& json, const GbenchRow& row) {
  const double ns = row.time * ns_per_s;
  json.object().text("name", row.name).whole("family_index", static_cast<int64_t>(row.family));
  json.whole("per_family_instance_index", 0).text("run_name", row.name).text("run_type", "iteration");
  json.whole("repetitions", row.repetitions).whole("repetition_index", row.index).whole("threads", 1);
  json.whole("iterations", row.iterations).number("real_time", ns).number("cpu_time", ns).text("time_unit", "ns");
}

// The two counters that readers know by name.
void write_rates(JsonStream& json, const Work& work, double time) {
  const double bytes = total_bytes(work).value, flops = total_flops(work).value;
  const double items = work.samples > 0 ? work.samples : flops > 0 ? flops : work.operations;
  if (bytes > 0) json.number("bytes_per_second", bytes / time);
  if (items > 0) json.number("items_per_second", items / time);
}

bool is_gbench_time(double seconds) { return std::isfinite(seconds) && seconds > 0; }

void write_repetitions(JsonStream& json, const Measurement& m, const std::string& name, size_t family) {
  int64_t repetitions = 0, index = 0;
  for (const Sample& sample : m.samples) repetitions += is_gbench_time(sample.time.value);
  for (const Sample& sample : m.samples) {
    if (!is_gbench_time(sample.time.value)) continue;
    begin_row(json, {name, family, repetitions, index++, sample.launches, sample.time.value});
    write_rates(json, m.work, sample.time.value);
    json.end().line();
  }
}

void write_median(JsonStream& json, const Measurement& m, const std::string& name, size_t family) {
  int64_t launches = 0;
  for (const Sample& sample : m.samples) launches += sample.launches;
  begin_row(json, {name, family, 1, 0, launches, m.stats->median});
  write_rates(json, m.work, m.stats->median);
  for (const Metric* metric : metrics())
    if (const auto value = finite_value(*metric, m)) json.number(metric->name, *value);
  json.end().line();
}

// Names end as those of benchmarks timed by the clock on the wall do, or Conbench would show cpu_time.
void write_gbench(const Report& report, std::ostream& out,
                  void (*write_rows)(JsonStream&, const Measurement&, const std::string&, size_t)) {
  size_t left_out = 0;
  for (const Measurement& m : report.measurements) left_out += !usable(m);
  JsonStream json(out);
  json.object().line();
  write_context(json, report, left_out);
  json.key("benchmarks").array().line();
  for (size_t i = 0; i < report.measurements.size(); ++i) {
    const Measurement& m = report.measurements[i];
    if (usable(m)) write_rows(json, m, name_in(report, m) + "/real_time", i);
  }
  json.end().line().end().line();
}

}  // namespace

extern constinit const Reporter gbench_reporter{
    .name = "gbench",
    .extension = "gbench.json",
    .summary = "google-benchmark's JSON, a repetition per sample: for its compare.py",
    .write = [](const Report& report, std::ostream& out,
                const Style&) { write_gbench(report, out, write_repetitions); },
};

extern constinit const Reporter gbench_median_reporter{
    .name = "gbench-median",
    .extension = "gbench-median.json",
    .summary = "google-benchmark's JSON, one row per case with every metric: for Bencher, Conbench and charts",
    .write = [](const Report& report, std::ostream& out, const Style&) { write_gbench(report, out, write_median); },
};

}  // namespace gpupeak
