// google-benchmark's JSON (docs/tools.md and json_reporter.cc there): repetitions of one name are samples of one case.
// Aggregates repeat what repetitions say, so they count only where a file has nothing else of a benchmark. What follows
// the tool's own keys are counters, which may be called like one of them: the first is the tool's.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <map>
#include <set>

#include "core/format.h"
#include "formats/import_cases.h"

namespace gpupeak {
namespace {

constexpr std::array<std::string_view, 2> google_benchmark_names{"run_name", "name"};
constexpr std::array google_benchmark_times{
    ImportTime{"real_time"},
    ImportTime{"median", "median of repetitions", "stddev", "cv", "mean", "repetitions"},
    ImportTime{"mean", "mean of repetitions", "stddev", "cv", "mean", "repetitions", true},
};
constexpr std::array<std::string_view, 17> google_benchmark_about{"family_index",
                                                                  "per_family_instance_index",
                                                                  "run_type",
                                                                  "repetitions",
                                                                  "repetition_index",
                                                                  "threads",
                                                                  "aggregate_name",
                                                                  "aggregate_unit",
                                                                  "error_occurred",
                                                                  "error_message",
                                                                  "skipped",
                                                                  "skip_message",
                                                                  "iterations",
                                                                  "cpu_time",
                                                                  "time_unit",
                                                                  "big_o",
                                                                  "label"};
constexpr ImportTable google_benchmark_table{
    .tool = "google-benchmark",
    .names = google_benchmark_names,
    .axes = {},
    .times = google_benchmark_times,
    .about = google_benchmark_about,
    .numbers_are_results = true,
    .alike = Alike::by_source,
};

// Older files leave the unit out, which is ns then; nothing for one that is not known.
std::optional<double> seconds_per(const ImportNode& row) {
  constexpr std::array<std::pair<std::string_view, double>, 5> units{
      {{"", 1e-9}, {"ns", 1e-9}, {"us", 1e-6}, {"ms", 1e-3}, {"s", 1}}};
  const std::string text = row.text_of("time_unit");
  for (const auto& [name, factor] : units)
    if (name == text) return factor;
  return std::nullopt;
}

// Whether "/real_time" or "/manual_time" is a part of the name: rates are then over the real time, else over the CPU's
// (benchmark_runner.cc).
bool has_real_rates(std::string_view name) {
  for (std::string_view rest = name; !rest.empty();) {
    const size_t end = std::min(rest.find('/'), rest.size());
    if (rest.substr(0, end) == "real_time" || rest.substr(0, end) == "manual_time") return true;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return false;
}

// By how many the time of rates was divided that several threads took together: all from 1.9.5 on, 1 before. Nothing
// where that is not known.
std::optional<double> divisor_of_rates(const ImportNode& row, const std::string& version) {
  const double threads = row.positive_of("threads").value_or(1);
  if (threads == 1) return 1;
  std::array<int, 3> number{};
  if (std::sscanf(version.c_str(), "v%d.%d.%d", &number[0], &number[1], &number[2]) != 3) return std::nullopt;
  return number >= std::array{1, 9, 5} ? threads : 1;
}

// What one iteration does. A rate that is itself an average gives an amount only where that comes out whole.
Work google_benchmark_work(const ImportNode& row, double unit, const std::string& version, bool average) {
  Work work;
  const bool real = has_real_rates(row.text_of("run_name")) || has_real_rates(row.text_of("name"));
  const std::optional<double> time = row.number_of(real ? "real_time" : "cpu_time"),
                              divisor = divisor_of_rates(row, version);
  if (!time || !divisor) return work;
  const double seconds = *time * unit / *divisor;
  const auto amount = [&](std::string_view rate) -> double {
    const std::optional<double> given = row.number_of(rate), whole = whole_amount(given, seconds);
    return whole && (!average || std::abs(*given * seconds - *whole) <= 1e-6 * *whole) ? *whole : 0;
  };
  if (const double bytes = amount("bytes_per_second"); bytes > 0) work.add(Resource::dram, Bytes(bytes));
  work.operations = amount("items_per_second");
  return work;
}

// What a row is: an iteration's result, or an aggregate of such, or a fit of complexity, which is no time.
struct GoogleRow {
  ImportNode node;
  std::string name = {};       // of the benchmark
  std::string aggregate = {};  // "mean"; empty: of iterations
  std::string instance = {};   // of benchmarks with one name
  bool fit = false;
};

// "BM_copy_median" as "BM_copy" and "median", where it may be an aggregate by its name alone.
std::optional<std::pair<std::string, std::string>> as_aggregate(const std::string& name) {
  constexpr std::array<std::string_view, 3> statistics{"mean", "median", "stddev"};
  const size_t end = name.rfind('_');
  if (end == std::string::npos || end == 0) return std::nullopt;
  const std::string statistic = name.substr(end + 1);
  if (std::ranges::find(statistics, statistic) == statistics.end()) return std::nullopt;
  return std::pair{name.substr(0, end), statistic};
}

// Until version 1.4.1 aggregates are known by their names alone: of repetitions before them, or of one another.
void find_old_aggregates(std::vector<GoogleRow>& rows) {
  std::map<std::string, int> repeated;
  std::map<std::string, std::set<std::string>> statistics;
  for (const GoogleRow& row : rows)
    if (const auto parts = as_aggregate(row.name)) statistics[parts->first].insert(parts->second);
  for (GoogleRow& row : rows) {
    const auto parts = as_aggregate(row.name);
    if (row.node.find("run_type") || !parts || (repeated[parts->first] < 2 && statistics[parts->first].size() < 2)) {
      ++repeated[row.name];
      continue;
    }
    row.name = parts->first;
    row.aggregate = parts->second;
  }
}

std::vector<GoogleRow> google_rows(const ImportNode& root) {
  std::vector<GoogleRow> rows;
  for (const ImportNode& node : root.at("benchmarks").items()) {
    GoogleRow row{.node = node, .name = node.text_of("run_name")};
    if (row.name.empty()) row.name = node.text_of("name");
    if (node.text_of("run_type") == "aggregate") row.aggregate = node.text_of("aggregate_name");
    row.fit = !node.json().contains("real_time") && (node.find("big_o") || node.find("rms"));
    rows.push_back(std::move(row));
  }
  find_old_aggregates(rows);
  // Benchmarks of one name stand apart by their family. Older files have none: a repetition that was there already, or
  // rows with others between them, are of another benchmark.
  std::map<std::string, int> seen;
  std::string before;
  std::map<std::string, int> blocks;
  for (GoogleRow& row : rows) {
    const std::string family =
        fmt::format("{}/{}", row.node.text_of("family_index"), row.node.text_of("per_family_instance_index"));
    const std::string repetition = row.node.text_of("repetition_index");
    int turn = 0;
    if (!row.aggregate.empty() || !repetition.empty())
      turn = seen[fmt::format("{}\n{}\n{}\n{}", row.name, family, row.aggregate, repetition)]++;
    else
      turn = (blocks[row.name] += before == row.name ? 0 : 1) - 1;
    before = row.aggregate.empty() ? row.name : "";
    row.instance = fmt::format("{} {}", family, turn);
  }
  return rows;
}

// In place of what is not there, or of a counter that is called like a key of the table.
ImportNode hidden(const ImportNode& node) {
  static const Json nothing = nullptr;
  return node.standing_for(nothing);
}

void set_unit(ImportRow& made, const ImportNode& row) {
  const std::optional<double> unit = seconds_per(row);
  made.unit = unit.value_or(1);
  if (!unit) made.fault = fmt::format("time_unit is {}, expected ns, us, ms or s", in_quotes(row.text_of("time_unit")));
}

ImportRow row_of_iterations(const GoogleRow& row, const std::string& version) {
  constexpr double most = 0x1p53;
  ImportRow made(row.node);
  made.figures = {{"median", hidden(row.node)}, {"mean", hidden(row.node)}};
  made.source = row.instance;
  if (row.node.flag("error_occurred")) made.told = Outcome::failed, made.reason = row.node.text_of("error_message");
  if (row.node.flag("skipped")) made.told = Outcome::skipped, made.reason = row.node.text_of("skip_message");
  const std::optional<double> count = row.node.number_of("iterations");
  set_unit(made, row.node);
  if (count && *count >= 1 && *count <= most) made.launches = static_cast<int64_t>(*count);
  made.work = google_benchmark_work(row.node, made.unit, version, false);
  std::string label;  // which stands last, behind a counter of this name
  if (row.node.find("label"))
    for (const auto& [key, value] : row.node.json().get_ref<const Json::object_t&>())
      if (key == "label") label = scalar_text(value).value_or("");
  if (!label.empty()) made.note = "label: " + label;
  return made;
}

// Those of one benchmark, of which there is nothing else.
ImportRow row_of_aggregates(const std::vector<const GoogleRow*>& aggregates, const std::string& version) {
  const GoogleRow& first = *aggregates.front();
  ImportRow made(first.node);
  made.figures = {{"real_time", hidden(first.node)}};
  made.source = first.instance;
  made.called = first.name;
  set_unit(made, first.node);
  for (const GoogleRow* row : aggregates) {
    const auto value = row->node.find("real_time");
    if (!value || (row->aggregate != "cv" && seconds_per(row->node) != made.unit)) continue;
    made.figures.emplace_back(row->aggregate, *value);
    if (row->aggregate == "median") made.work = google_benchmark_work(row->node, made.unit, version, true);
  }
  return made;
}

// Those of data; a list that is absent is an empty one.
std::vector<CacheLevel> caches_of(const ImportNode& context, int cpus) {
  std::vector<CacheLevel> levels;
  const auto caches = context.find("caches");
  if (!caches) return levels;
  for (const ImportNode& cache : caches->items()) {
    const auto size = cache.positive_of("size");
    const auto level = cache.whole_of("level");
    if (!size || !level || cache.text_of("type") == "Instruction") continue;
    const int sharing = std::max(cache.whole_of("num_sharing").value_or(1), 1);
    levels.push_back({fmt::format("l{}", *level), Bytes(*size), std::max(cpus / sharing, 1), sharing});
  }
  return levels;
}

// The file names no processor, and a host's name is another one in every job of a CI server: what is told of the kind
// of machine is the number of its processors and their caches.
DeviceInfo google_benchmark_device(const ImportNode& context) {
  DeviceInfo device;
  device.backend = "host";
  if (const auto cpus = context.whole_of("num_cpus"); cpus && *cpus > 0)
    device.units = *cpus, device.unit_name = "core";
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
  const std::string version = context ? context->text_of("library_version") : "";
  ImportCases cases(google_benchmark_table, version);
  cases.report.devices.emplace_back().backend = "host";
  if (context) {
    cases.report.run.started_at = context->text_of("date");
    cases.report.run.host.hostname = context->text_of("host_name");
    cases.report.run.host.logical_cpus = context->whole_of("num_cpus").value_or(0);
    if (const std::string executable = context->text_of("executable"); !executable.empty())
      cases.report.run.argv = {executable};
    cases.report.tool.build = context->text_of("library_build_type");
    cases.report.devices.front() = google_benchmark_device(*context);
  }
  const std::vector<GoogleRow> rows = google_rows(root);
  using Benchmark = std::pair<std::string, std::string>;  // name and instance
  std::set<Benchmark> repeated;
  std::map<Benchmark, std::vector<const GoogleRow*>> aggregates;
  for (const GoogleRow& row : rows)
    if (row.aggregate.empty() && !row.fit) repeated.emplace(row.name, row.instance);
  for (const GoogleRow& row : rows)
    if (!row.aggregate.empty() && !row.fit && !repeated.contains({row.name, row.instance}))
      aggregates[{row.name, row.instance}].push_back(&row);
  for (const GoogleRow& row : rows) {
    if (row.fit) continue;
    if (row.aggregate.empty()) cases.add(row_of_iterations(row, version));
    const auto only = aggregates.find({row.name, row.instance});
    if (only != aggregates.end() && only->second.front() == &row) cases.add(row_of_aggregates(only->second, version));
  }
  return cases.finish(root);
}

}  // namespace

extern constinit const Importer google_benchmark_importer{
    .tool = "google-benchmark",
    .recognises =
        [](const Json& json) {
          if (!json.is_object() || !json.contains("benchmarks") || !json["benchmarks"].is_array()) return false;
          const Json& rows = json["benchmarks"];
          return json.contains("context") || std::ranges::any_of(rows, [](const Json& row) {
                   return row.is_object() && (row.contains("real_time") || row.contains("run_type"));
                 });
        },
    .is_row = nullptr,
    .read = read_google_benchmark,
};

}  // namespace gpupeak
