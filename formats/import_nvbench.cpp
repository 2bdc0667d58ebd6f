// nvbench's JSON 1.x (json_printer.cu there): a state is a case. Its times lie in a binary file beside the JSON, if at
// all, so that the median or the mean of the summaries is its one sample. Numbers are written as texts.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "formats/import_cases.h"

namespace gpupeak {
namespace {

constexpr std::array<std::string_view, 1> nvbench_names{"benchmark"};

// Cold launches are single ones with the caches flushed before each, the others are launches in batches. All rates are
// amounts over the mean (measure_cold.cu, measure_cpu_only.cxx).
constexpr std::string_view cold_count = "nv/cold/sample_size", cold_mean = "nv/cold/time/gpu/mean",
                           cold_deviation = "nv/cold/time/gpu/stdev/absolute",
                           cold_relative = "nv/cold/time/gpu/stdev/relative",
                           cold_bytes = "nv/cold/bw/global/bytes_per_second", cold_items = "nv/cold/bw/item_rate";
constexpr std::string_view cpu_count = "nv/cpu_only/sample_size", cpu_mean = "nv/cpu_only/time/cpu/mean",
                           cpu_deviation = "nv/cpu_only/time/cpu/stdev/absolute",
                           cpu_relative = "nv/cpu_only/time/cpu/stdev/relative",
                           cpu_bytes = "nv/cpu_only/bw/global/bytes_per_second", cpu_items = "nv/cpu_only/bw/item_rate";
constexpr std::array nvbench_times{
    ImportTime{"nv/cold/time/gpu/median", "median of cold launches", cold_deviation, cold_relative, cold_mean,
               cold_count},
    ImportTime{cold_mean, "mean of cold launches", cold_deviation, cold_relative, cold_mean, cold_count, true},
    ImportTime{"nv/batch/time/gpu/mean", "mean of launches in batches", "", "", "", "nv/batch/sample_size", true},
    ImportTime{"nv/cpu_only/time/cpu/median", "median of CPU times", cpu_deviation, cpu_relative, cpu_mean, cpu_count},
    ImportTime{cpu_mean, "mean of CPU times", cpu_deviation, cpu_relative, cpu_mean, cpu_count, true},
};
struct NvbenchRate {
  std::string_view bytes, items, mean;
};
constexpr std::array nvbench_rates{
    NvbenchRate{cold_bytes, cold_items, cold_mean},
    NvbenchRate{cpu_bytes, cpu_items, cpu_mean},
};
constexpr std::array<std::string_view, 20> nvbench_about{"name",
                                                         "description",
                                                         "index",
                                                         "min_samples",
                                                         "cold_warmup_runs",
                                                         "cold_max_warmup_walltime",
                                                         "min_time",
                                                         "max_noise",
                                                         "skip_time",
                                                         "timeout",
                                                         "batch_target_time",
                                                         "warmup_runs",
                                                         "device",
                                                         "axis_values",
                                                         "summaries",
                                                         "is_skipped",
                                                         "type_config_index",
                                                         "skip_reason",
                                                         "run_once",
                                                         "disable_blocking_kernel"};
constexpr ImportTable nvbench_table{
    .tool = "nvbench",
    .names = nvbench_names,
    .axes = {},
    .times = nvbench_times,
    .about = nvbench_about,
    .numbers_are_results = false,
    .alike = Alike::by_source,
};

// The "value" of each summary by its tag.
ImportFields nvbench_summaries(const ImportNode& state) {
  ImportFields values;
  const auto summaries = state.find("summaries");
  if (!summaries) return values;
  for (const ImportNode& one : summaries->items())
    if (const auto data = one.find("data"))
      for (const ImportNode& field : data->items())
        if (const auto value = field.find("value"); value && field.text_of("name") == "value")
          values.emplace_back(one.text_of("tag"), *value);
  return values;
}

ImportFields nvbench_axes(const ImportNode& state) {
  ImportFields axes;
  if (const auto values = state.find("axis_values"))
    for (const ImportNode& axis : values->items()) {
      auto value = axis.find("input_string");
      if (!value) value = axis.find("value");
      if (value) axes.emplace_back(axis.text_of("name"), *value);
    }
  return axes;
}

Work nvbench_work(const ImportRow& row) {
  Work work;
  const auto number = [&](std::string_view tag) {
    const auto found = row.find(tag);
    return found ? found->number() : std::nullopt;
  };
  for (const NvbenchRate& rate : nvbench_rates) {
    if (const auto bytes = whole_amount(number(rate.bytes), number(rate.mean))) work.add(Resource::dram, Bytes(*bytes));
    if (const auto items = whole_amount(number(rate.items), number(rate.mean))) work.operations = *items;
  }
  return work;
}

DeviceInfo nvbench_device(const ImportNode& json) {
  DeviceInfo device;
  device.backend = "cuda";
  device.index = json.whole_of("id").value_or(0);
  device.name = json.text_of("name");
  if (const auto units = json.whole_of("number_of_sms"); units && *units > 0) {
    device.unit_name = "SM";
    device.units = *units;
  }
  if (const auto memory = json.positive_of("global_memory_size")) device.memory = Bytes(*memory);
  if (const auto l2 = json.positive_of("l2_cache_size"))
    device.caches = {{"l2", Bytes(*l2), 1, std::max(device.units, 1)}};  // a file need not count its SMs
  if (const auto clock = json.positive_of("sm_default_clock_rate")) {
    device.rated_clock = Hertz(*clock);
    device.clock_source = "sm_default_clock_rate of nvbench";
  }
  return device;
}

// The places of devices by the ids that states name; one that the file does not list is known by its id alone.
class NvbenchDevices {
 public:
  NvbenchDevices(const ImportNode& root, std::vector<DeviceInfo>& all) : all_(all) {
    if (const auto devices = root.find("devices"))
      for (const ImportNode& device : devices->items()) {
        places_.try_emplace(device.number_of("id"), static_cast<int>(all_.size()));
        all_.push_back(nvbench_device(device));
      }
    listed_ = all_.size();
  }
  int place_of(const ImportNode& state) {
    const std::optional<double> id = state.number_of("device");
    if (const auto known = places_.find(id); known != places_.end()) return known->second;
    if (!id && listed_ == 1) return 0;
    places_.emplace(id, static_cast<int>(all_.size()));
    DeviceInfo unknown;
    unknown.backend = "cuda";
    unknown.index = state.whole_of("device").value_or(0);
    all_.push_back(unknown);
    return static_cast<int>(all_.size()) - 1;
  }

 private:
  std::vector<DeviceInfo>& all_;
  std::map<std::optional<double>, int> places_;
  size_t listed_ = 0;
};

void require_version(const ImportNode& meta) {
  const auto version = meta.find("version");
  const auto json = version ? version->find("json") : std::nullopt;
  if (const auto major = json ? json->number_of("major") : std::nullopt; major && *major != 1)
    json->at("major").fail("is not 1, the one version of nvbench's JSON that is known");
}

Report read_nvbench(const ImportNode& root) {
  const ImportNode meta = root.at("meta");
  require_version(meta);
  const auto version = meta.find("version");
  const auto own = version ? version->find("nvbench") : std::nullopt;
  ImportCases cases(nvbench_table, own ? own->text_of("string") : "");
  if (own) cases.report.tool.commit = own->text_of("git_sha");
  if (const auto argv = meta.find("argv"))
    for (const ImportNode& argument : argv->items()) cases.report.run.argv.push_back(argument.text().value_or(""));
  NvbenchDevices devices(root, cases.report.devices);
  size_t number = 0;
  for (const ImportNode& benchmark : root.at("benchmarks").items()) {
    const auto states = benchmark.find("states");
    if (!states) continue;  // none was left by the filters
    for (const ImportNode& state : states->items()) {
      ImportRow row(state);
      row.figures = nvbench_summaries(state);
      row.parameters = nvbench_axes(state);
      if (const auto name = benchmark.find("name")) row.figures.emplace_back("benchmark", *name);
      row.source = fmt::format("{}", ++number);  // no state repeats another
      row.device = devices.place_of(state);
      row.work = nvbench_work(row);
      if (state.flag("is_skipped")) row.told = Outcome::skipped, row.reason = state.text_of("skip_reason");
      if (const auto clock = row.find("nv/cold/sm_clock_rate/mean"))
        if (const auto rate = clock->number(); rate && *rate > 0) row.clock = Hertz(*rate);
      cases.add(std::move(row));
    }
  }
  return cases.finish(root);
}

}  // namespace

extern constinit const Importer nvbench_importer{
    .tool = "nvbench",
    .recognises =
        [](const Json& json) { return json.is_object() && json.contains("meta") && json.contains("benchmarks"); },
    .is_row = nullptr,
    .read = read_nvbench,
};

}  // namespace gpupeak
