// google-benchmark's JSON (docs/tools.md and json_reporter.cc there): repetitions of one name are samples of one case.
// Aggregates repeat what repetitions say, so they count only where a file has nothing else of a benchmark.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "core/format.h"
#include "formats/import_cases.h"
#include "formats/import_node.h"

namespace gpupeak {
namespace {

constexpr std::string_view google_benchmark_tool = "google-benchmark";

double seconds_per(const ImportNode& unit) {
  constexpr std::array<std::pair<std::string_view, double>, 4> units{
      {{"ns", 1e-9}, {"us", 1e-6}, {"ms", 1e-3}, {"s", 1}}};
  const std::string text = unit.text();
  for (const auto& [name, factor] : units)
    if (name == text) return factor;
  unit.fail(fmt::format("is {}, expected ns, us, ms or s", in_quotes(text)));
}

double real_time(const ImportNode& row) {
  const auto unit = row.find("time_unit");  // which older files leave out
  return row.at("real_time").seconds(unit ? seconds_per(*unit) : 1e-9);
}

int64_t iterations(const ImportNode& row) {
  constexpr double most = 0x1p53;
  const auto count = row.number_of("iterations");
  return count && *count >= 1 && *count <= most ? static_cast<int64_t>(*count) : 1;
}

std::string name_of(const ImportNode& row) {
  const auto run = row.find("run_name");
  std::string name = run ? run->text() : row.at("name").text();
  if (name.empty()) row.fail("is a benchmark without a name");
  return name;
}

bool is_aggregate(const ImportNode& row) { return row.text_or("run_type") == "aggregate"; }

void add_row(ImportCases& cases, const ImportNode& row) {
  const Case id = cases.id(name_of(row));
  if (row.flag("error_occurred")) return cases.add_without_time(id, Outcome::failed, row.text_or("error_message"));
  if (row.flag("skipped")) return cases.add_without_time(id, Outcome::skipped, row.text_or("skip_message"));
  if (!row.find("real_time")) return;  // a fit of complexity, which is no time
  Measurement& m = cases.add_samples(id, {{Seconds(real_time(row)), iterations(row), std::nullopt, 0}});
  const std::string label = row.text_or("label");
  if (!label.empty() && m.samples.size() == 1) m.notes.push_back(said("label: " + label));
}

// The median of a benchmark of which nothing else is there; its mean where there is no median.
void add_aggregates(ImportCases& cases, const std::vector<ImportNode>& rows, const std::set<std::string>& repeated) {
  std::set<std::string> done = repeated;
  for (const std::string_view wanted : {"median", "mean"})
    for (const ImportNode& row : rows) {
      if (!is_aggregate(row) || row.text_or("aggregate_name") != wanted || !row.find("real_time")) continue;
      const std::string name = name_of(row);
      if (!done.insert(name).second) continue;
      Measurement& m = cases.add_samples(cases.id(name), samples_of({real_time(row)}));
      m.notes.push_back({NoteKind::repetitions_alone, {}, {std::string(wanted)}});
    }
}

// Repetitions are runs within one process.
void forget_processes(Report& report) {
  for (Measurement& m : report.measurements)
    for (Sample& sample : m.samples) sample.process = 0;
  report.run.processes = 1;
}

// Those of data; a list that is absent is an empty one.
std::vector<CacheLevel> caches_of(const ImportNode& context, int cpus) {
  std::vector<CacheLevel> levels;
  const auto caches = context.find("caches");
  if (!caches) return levels;
  for (const ImportNode& cache : caches->items()) {
    const auto size = cache.positive_of("size");
    if (!size || cache.text_or("type") == "Instruction") continue;
    const int sharing = std::max(cache.whole_of("num_sharing"), 1);
    levels.push_back({fmt::format("l{}", cache.whole_of("level")), Bytes(*size), std::max(cpus / sharing, 1), sharing});
  }
  return levels;
}

// The file names no processor, and a host's name is another one in every job of a CI server: what is told of the kind
// of machine is the number of its processors and their caches.
DeviceInfo google_benchmark_device(const ImportNode& context) {
  DeviceInfo device;
  device.backend = "host";
  device.units = context.whole_of("num_cpus");
  device.unit_name = "core";
  device.caches = caches_of(context, device.units);
  for (const CacheLevel& cache : device.caches)
    device.name += fmt::format("{}{} {}", device.name.empty() ? "processor with " : ", ", cache.name, text(cache.size));
  constexpr double fastest_mhz = 1e6;  // what is more is no clock
  if (const auto mhz = context.positive_of("mhz_per_cpu"); mhz && *mhz <= fastest_mhz) {
    device.rated_clock = Hertz(1e6 * *mhz);
    device.clock_source = "mhz_per_cpu of google-benchmark";
  }
  if (context.flag("cpu_scaling_enabled")) device.notes.push_back({NoteKind::clock_not_fixed});
  return device;
}

Report read_google_benchmark(const ImportNode& root) {
  const auto context = root.find("context");
  if (const auto schema = context ? context->number_of("json_schema_version") : std::nullopt; schema && *schema != 1)
    context->at("json_schema_version").fail("is not 1, the one version that is known");
  ImportCases cases{std::string(google_benchmark_tool), context ? context->text_or("library_version") : std::string()};
  cases.report.devices.emplace_back().backend = "host";
  if (context) {
    cases.report.run.started_at = context->text_or("date");
    cases.report.run.host.hostname = context->text_or("host_name");
    cases.report.run.host.logical_cpus = context->whole_of("num_cpus");
    if (const auto executable = context->find("executable")) cases.report.run.argv = {executable->text()};
    cases.report.tool.build = context->text_or("library_build_type");
    cases.report.devices.front() = google_benchmark_device(*context);
  }
  const std::vector<ImportNode> rows = root.at("benchmarks").items();
  std::set<std::string> repeated;
  for (const ImportNode& row : rows) {
    if (is_aggregate(row)) continue;
    repeated.insert(name_of(row));
    add_row(cases, row);
  }
  add_aggregates(cases, rows, repeated);
  forget_processes(cases.report);
  return cases.finish();
}

}  // namespace

extern constinit const Importer google_benchmark_importer{
    .tool = google_benchmark_tool,
    .recognises =
        [](const Json& json) {
          if (!json.is_object() || !json.contains("benchmarks") || !json["benchmarks"].is_array()) return false;
          const Json& rows = json["benchmarks"];
          return json.contains("context") || (!rows.empty() && rows[0].is_object() && rows[0].contains("real_time"));
        },
    .read = read_google_benchmark,
};

}  // namespace gpupeak
