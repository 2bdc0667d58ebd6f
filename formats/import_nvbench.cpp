// nvbench's JSON 1.x (json_printer.cu there): a state is a case. Its times lie in a binary file beside the JSON, if at
// all, so that the median or the mean of the summaries is its one sample. Numbers are written as texts.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "formats/import_cases.h"
#include "formats/import_node.h"

namespace gpupeak {
namespace {

constexpr std::string_view nvbench_tool = "nvbench";

// The "value" of the summary with this tag.
std::optional<ImportNode> summary(const ImportNode& state, std::string_view tag) {
  const auto summaries = state.find("summaries");
  if (!summaries) return std::nullopt;
  for (const ImportNode& one : summaries->items()) {
    if (one.text_or("tag") != tag) continue;
    const auto data = one.find("data");
    if (!data) return std::nullopt;
    for (const ImportNode& field : data->items())
      if (field.text_or("name") == "value") return field.at("value");
  }
  return std::nullopt;
}

struct Kind {
  std::string_view tag, name;
};
// The first one that a state has. Hot ones are of launches in batches, without a flush between them.
constexpr std::array times{
    Kind{"nv/cold/time/gpu/median", "median of cold launches"},
    Kind{"nv/cold/time/gpu/mean", "mean of cold launches"},
    Kind{"nv/batch/time/gpu/mean", "mean of launches in batches"},
    Kind{"nv/cpu_only/time/cpu/median", "median of CPU times"},
    Kind{"nv/cpu_only/time/cpu/mean", "mean of CPU times"},
};

Case id_of(const ImportCases& cases, const ImportNode& benchmark, const ImportNode& state) {
  Case id = cases.id(benchmark.at("name").text());
  if (const auto axes = state.find("axis_values"))
    for (const ImportNode& axis : axes->items()) {
      const auto text = axis.find("input_string");
      id.set(axis.at("name").text(), text ? text->text() : scalar_text(axis.at("value")));
    }
  return id;
}

void add_state(ImportCases& cases, const Case& id, const ImportNode& state, int device) {
  if (state.flag("is_skipped"))
    return cases.add_without_time(id, Outcome::skipped, state.text_or("skip_reason"), device);
  for (const Kind& kind : times) {
    const auto value = summary(state, kind.tag);
    if (!value) continue;
    const double time = value->seconds(1);
    Measurement& m = cases.add_samples(id, samples_of({time}), device);
    if (m.samples.size() > 1) return;  // a further run of the same state
    m.notes.push_back({NoteKind::statistic_alone, {}, {std::string(kind.name)}});
    if (const auto clock = summary(state, "nv/cold/sm_clock_rate/mean"); clock && clock->number() > 0)
      m.clock = Hertz(clock->number());
    if (const auto rate = summary(state, "nv/cold/bw/global/bytes_per_second")) {
      const double bytes = rate->number() * time;
      if (bytes > 0 && std::isfinite(bytes)) m.work.add(Resource::dram, Bytes(bytes));
    }
    return;
  }
  cases.add_without_time(id, Outcome::skipped, "it has no summary of its times", device);
}

DeviceInfo nvbench_device(const ImportNode& json) {
  DeviceInfo device;
  device.backend = "cuda";
  device.index = json.whole_of("id");
  device.name = json.text_or("name");
  device.unit_name = "SM";
  device.units = json.whole_of("number_of_sms");
  if (const auto memory = json.positive_of("global_memory_size")) device.memory = Bytes(*memory);
  if (const auto l2 = json.positive_of("l2_cache_size"))
    device.caches = {{"l2", Bytes(*l2), 1, std::max(device.units, 1)}};  // a file need not count its SMs
  if (const auto clock = json.positive_of("sm_default_clock_rate")) {
    device.rated_clock = Hertz(*clock);
    device.clock_source = "sm_default_clock_rate of nvbench";
  }
  return device;
}

int place_of(const Report& report, const ImportNode& state) {
  const auto wanted = state.number_of("device");
  for (size_t i = 0; wanted && i < report.devices.size(); ++i)
    if (report.devices[i].index == *wanted) return static_cast<int>(i);
  return 0;
}

void require_version(const ImportNode& meta) {
  const auto version = meta.find("version");
  const auto json = version ? version->find("json") : std::nullopt;
  const auto major = json ? json->find("major") : std::nullopt;
  if (major && major->number() != 1) major->fail("is not 1, the one version of nvbench's JSON that is known");
}

Report read_nvbench(const ImportNode& root) {
  const ImportNode meta = root.at("meta");
  require_version(meta);
  const auto version = meta.find("version");
  const auto own = version ? version->find("nvbench") : std::nullopt;
  ImportCases cases{std::string(nvbench_tool), own ? own->text_or("string") : std::string()};
  if (own) cases.report.tool.commit = own->text_or("git_sha");
  if (const auto argv = meta.find("argv"))
    for (const ImportNode& argument : argv->items()) cases.report.run.argv.push_back(argument.text());
  if (const auto devices = root.find("devices"))
    for (const ImportNode& device : devices->items()) cases.report.devices.push_back(nvbench_device(device));
  if (cases.report.devices.empty()) cases.report.devices.emplace_back().backend = "cuda";
  for (const ImportNode& benchmark : root.at("benchmarks").items())
    for (const ImportNode& state : benchmark.at("states").items())
      add_state(cases, id_of(cases, benchmark, state), state, place_of(cases.report, state));
  return cases.finish();
}

}  // namespace

extern constinit const Importer nvbench_importer{
    .tool = nvbench_tool,
    .recognises =
        [](const Json& json) { return json.is_object() && json.contains("meta") && json.contains("benchmarks"); },
    .read = read_nvbench,
};

}  // namespace gpupeak
