// A measurement of report.json: what was asked, what came out, every sample, and the rules that tie them together.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "analysis/gaps/why.h"
#include "core/former_ids.h"
#include "formats/json_output.h"
#include "formats/report_parts.h"
#include "method/metrics.h"
#include "method/older_report.h"
#include "statistics/stats.h"

namespace gpupeak {
namespace {

// Schema 1 encoded nothing in it either.
std::string group_from(const std::string& group, const Case& id) {
  if (group == former_id(id)) return id.id();
  const std::optional<Case> known = Case::of_id(group);
  return known ? renewed(*known).id() : group;
}
// Null for none, and for what is not known.
Json positive(double amount, std::string_view field) { return amount == 0 ? Json(nullptr) : number(amount, field); }

Json work_json(const Work& work) {
  Json::object_t amounts;
  for (const auto& [resource, amount] : work.amounts)
    amounts.emplace_back(row(resource).name, object({{"amount", number(amount, "amount")},
                                                     {"unit", row(resource).unit == Unit::flop ? "flop" : "byte"}}));
  return object({{"amounts", std::move(amounts)},
                 {"units", work.units == 0 ? Json(nullptr) : Json(work.units)},
                 {"steps", positive(work.steps, "steps")},
                 {"working_set_bytes", positive(work.working_set.value, "working_set_bytes")},
                 {"used_bytes", positive(work.used.value, "used_bytes")},
                 {"operations", positive(work.operations, "operations")},
                 {"samples", positive(work.samples, "samples")},
                 {"model_flops", positive(work.model_flops, "model_flops")},
                 {"effective_flops", positive(work.effective.value, "effective_flops")},
                 {"executed_flops", positive(work.executed.value, "executed_flops")}});
}

Work work_from(const Json& json) {
  Work work;
  for (const auto& [resource, amount] : json.at("amounts").get_ref<const Json::object_t&>())
    work.amounts[resource_named(resource).value()] = amount.at("amount").get<double>();
  const auto or_none = [&](const char* key) {
    const auto found = json.find(key);
    return found == json.end() || found->is_null() ? 0 : found->get<double>();
  };
  if (const Json& units = json.at("units"); !units.is_null()) work.units = whole<int>(units);
  work.steps = or_none("steps");
  work.working_set = Bytes(or_none("working_set_bytes"));
  work.used = Bytes(or_none("used_bytes"));
  work.operations = or_none("operations");
  work.samples = or_none("samples");
  work.model_flops = or_none("model_flops");
  work.effective = FlopCount(or_none("effective_flops"));
  work.executed = FlopCount(or_none("executed_flops"));
  return work;
}

Json ceiling_json(const std::optional<Ceiling>& ceiling) {
  if (!ceiling) return nullptr;
  Json unknown = Json::array();
  for (const Resource resource : ceiling->unknown) unknown.push_back(row(resource).name);
  return object({{"time_s", number(ceiling->time, "time_s")},
                 {"bound_by", row(ceiling->bound_by).name},
                 {"unknown", std::move(unknown)}});
}

std::optional<Ceiling> ceiling_from(const Json& json) {
  if (json.is_null()) return std::nullopt;
  const auto resource = [](const Json& value) { return resource_named(value.get_ref<const std::string&>()).value(); };
  Ceiling ceiling{quantity<Seconds>(json.at("time_s")), resource(json.at("bound_by")), {}};
  for (const Json& one : json.at("unknown")) ceiling.unknown.push_back(resource(one));
  return ceiling;
}

Json interval_json(const std::optional<Interval>& interval) {
  if (!interval) return nullptr;
  return object({{"low_s", number(interval->low, "low_s")},
                 {"high_s", number(interval->high, "high_s")},
                 {"confidence", number(interval->confidence, "confidence")}});
}

Json stats_json(const std::optional<Stats>& stats) {
  if (!stats) return nullptr;
  return object({{"count", stats->count},
                 {"min_s", number(stats->min, "min_s")},
                 {"max_s", number(stats->max, "max_s")},
                 {"median_s", number(stats->median, "median_s")},
                 {"mean_s", number(stats->mean, "mean_s")},
                 {"mad_s", stats->mad ? number(*stats->mad, "mad_s") : Json(nullptr)},
                 {"median_interval", interval_json(stats->median_interval)}});
}

std::optional<Stats> stats_from(const Json& json) {
  if (json.is_null()) return std::nullopt;
  const auto value = [](const Json& object, const char* key) { return object.at(key).get<double>(); };
  Stats stats;
  stats.count = whole<int>(json.at("count"));
  stats.min = value(json, "min_s");
  stats.max = value(json, "max_s");
  stats.median = value(json, "median_s");
  stats.mean = value(json, "mean_s");
  if (const Json& mad = json.at("mad_s"); !mad.is_null()) stats.mad = mad.get<double>();
  if (const Json& interval = json.at("median_interval"); !interval.is_null())
    stats.median_interval = {value(interval, "low_s"), value(interval, "high_s"), value(interval, "confidence")};
  // Reports of earlier versions wrote 0 for what one sample does not tell.
  if (stats.count == 1) stats.mad.reset();
  if (stats.count == 1 && stats.median_interval && !(stats.median_interval->confidence > 0))
    stats.median_interval.reset();
  return stats;
}

// An error can be unbounded: a NaN among the results is written as null and read as NaN.
Json check_json(const std::optional<Check>& check) {
  if (!check) return nullptr;
  return object({{"ok", check->ok},
                 {"compared", check->compared},
                 {"worst_error", number_or_null(check->worst_error)},
                 {"allowed", number_or_null(check->allowed)},
                 {"where", text_value(check->where)}});
}

std::optional<Check> check_from(const Json& json) {
  if (json.is_null()) return std::nullopt;
  const auto or_nan = [](const Json& value) {
    return value.is_null() ? std::numeric_limits<double>::quiet_NaN() : value.get<double>();
  };
  return Check{json.at("ok").get<bool>(), whole<int64_t>(json.at("compared")), or_nan(json.at("worst_error")),
               or_nan(json.at("allowed")), json.at("where")};
}

Json launch_json(const std::optional<LaunchShape>& launch) {
  if (!launch) return nullptr;
  return object({{"kernel", text_value(launch->kernel)},
                 {"blocks", launch->blocks},
                 {"threads", launch->threads},
                 {"registers", launch->registers},
                 {"shared_bytes", number(launch->shared, "shared_bytes")},
                 {"blocks_per_unit", launch->blocks_per_unit},
                 {"most_threads", launch->most_threads},
                 {"limited_by", text_value(launch->limited_by)}});
}

std::optional<LaunchShape> launch_from(const Json& json) {
  if (json.is_null()) return std::nullopt;
  const auto count = [&](const char* key) { return whole<int>(json.at(key)); };
  return LaunchShape{json.at("kernel"),
                     whole<int64_t>(json.at("blocks")),
                     count("threads"),
                     count("registers"),
                     quantity<Bytes>(json.at("shared_bytes")),
                     count("blocks_per_unit"),
                     count("most_threads"),
                     json.at("limited_by")};
}

Json summary_json(const std::optional<Summary>& summary) {
  if (!summary) return nullptr;
  return object({{"count", summary->count},
                 {"deviation_s", number(summary->deviation, "deviation_s")},
                 {"of", summary->is_mean ? "mean" : "median"}});
}

std::optional<Summary> summary_from(const Json& json) {
  if (json.is_null()) return std::nullopt;
  return Summary{whole<int64_t>(json.at("count")), optional_quantity<Seconds>(json.at("deviation_s")),
                 json.value("of", "median") == "mean"};
}

Json phases_json(const Measurement& m) {
  Json json = Json::array();
  for (const PhaseTime& phase : m.phases)
    json.push_back(object({{"name", text_value(phase.name)},
                           {"median_s", number(phase.median, "median_s")},
                           {"share", number_or_null(phase.median / total(m.phases))},
                           {"rounds", phase.rounds},
                           {"work", work_json(phase.work)}}));
  return json;
}

// Shares are derived from the rest; not read back.
std::vector<PhaseTime> phases_from(const Json& json) {
  std::vector<PhaseTime> phases;
  for (const Json& phase : json)
    phases.push_back({phase.at("name"), work_from(phase.at("work")), quantity<Seconds>(phase.at("median_s")),
                      whole<int>(phase.at("rounds"))});
  return phases;
}

Json latencies_json(const std::optional<Latencies>& latencies) {
  if (!latencies) return nullptr;
  return object({{"count", latencies->count},
                 {"p50_s", number(latencies->p50, "p50_s")},
                 {"p95_s", number(latencies->p95, "p95_s")},
                 {"p99_s", number(latencies->p99, "p99_s")},
                 {"max_s", number(latencies->max, "max_s")},
                 {"p99_doubles_at_launches_per_s",
                  latencies->p99_doubles_at ? number(*latencies->p99_doubles_at, "p99_doubles_at") : Json(nullptr)}});
}

std::optional<Latencies> latencies_from(const Json& json) {
  if (json.is_null()) return std::nullopt;
  const Json& rate = json.at("p99_doubles_at_launches_per_s");
  return Latencies{.count = whole<int>(json.at("count")),
                   .p50 = quantity<Seconds>(json.at("p50_s")),
                   .max = quantity<Seconds>(json.at("max_s")),
                   .p95 = optional_quantity<Seconds>(json.at("p95_s")),
                   .p99 = optional_quantity<Seconds>(json.at("p99_s")),
                   .p99_doubles_at = rate.is_null() ? std::nullopt : std::optional(rate.get<double>())};
}

// Derived from the rest by the table of causes; not read back.
Json why_json(const Measurement& m, const DeviceInfo* device) {
  const std::optional<Why> cause = device ? why(m, *device) : std::nullopt;
  if (!cause) return nullptr;
  return object({{"cause", cause->cause},
                 {"explains", cause->explains ? number_or_null(*cause->explains) : Json(nullptr)},
                 {"sentence", text_value(cause->sentence)}});
}

// Derived from the rest by the table of metrics, for readers that do not want to compute; not read back.
Json metrics_json(const Measurement& m) {
  Json::object_t json;
  json.reserve(metrics().size());
  for (const Metric* metric : metrics()) {
    const std::optional<double> value = metric->value(m);
    json.emplace_back(metric->name, value ? number_or_null(*value) : Json(nullptr));
  }
  return json;
}

Json views_json(const Views& views) {
  Json json = Json::array();
  for (const auto& [view, name] : view_names)
    if (views.has(view)) json.push_back(name);
  return json;
}

Views views_from(const Json& json) {
  Views views;
  for (const Json& view : json) views.add(view_named(view.get_ref<const std::string&>()).value());
  return views;
}

void add_samples(Json& json, const std::vector<Sample>& samples) {
  Json::array_t times, clocks, launches, processes;
  for (Json::array_t* list : {&times, &clocks, &launches, &processes}) list->reserve(samples.size());
  for (const Sample& sample : samples) {
    times.push_back(number(sample.time, "sample_time_s"));
    clocks.push_back(number(sample.clock, "sample_clock_hz"));
    launches.push_back(sample.launches);
    processes.push_back(sample.process);
  }
  json["sample_time_s"] = std::move(times);
  json["sample_clock_hz"] = std::move(clocks);
  json["sample_launches"] = std::move(launches);
  json["sample_process"] = std::move(processes);
}

std::vector<Sample> samples_from(const Json& json, const std::string& pointer, const SourceText& source) {
  const Json& times = json.at("sample_time_s");
  for (const char* key : {"sample_clock_hz", "sample_launches", "sample_process"})
    if (json.at(key).size() != times.size())
      source.fail(pointer + "/" + key,
                  fmt::format("has {} entries, sample_time_s {}", json.at(key).size(), times.size()));
  std::vector<Sample> samples;
  samples.reserve(times.size());
  const Json &clocks = json.at("sample_clock_hz"), &launches = json.at("sample_launches"),
             &processes = json.at("sample_process");
  for (size_t i = 0; i < times.size(); ++i)
    samples.push_back({quantity<Seconds>(times[i]), whole<int64_t>(launches[i]), optional_quantity<Hertz>(clocks[i]),
                       whole<int>(processes[i])});
  return samples;
}

// Each is exactly what the samples say, but for the digits of a file.
void require_of_samples(const Measurement& m, const std::string& pointer, const SourceText& source) {
  std::vector<double> times;
  times.reserve(m.samples.size());
  for (const Sample& sample : m.samples) times.push_back(sample.time.value);
  const auto [least, most] = std::ranges::minmax(times);
  struct Figure {
    const char* key;
    double said, of_samples;
  };
  for (const Figure& figure : {Figure{"min_s", m.stats->min, least}, Figure{"max_s", m.stats->max, most},
                               Figure{"median_s", m.stats->median, median(times)}})
    if (!(std::abs(figure.said - figure.of_samples) <= 1e-6 * figure.of_samples))
      source.fail(pointer + "/stats/" + figure.key,
                  fmt::format("is {}, but that of the samples is {}", figure.said, figure.of_samples));
}

void require_consistent(const Measurement& m, const std::string& pointer, const SourceText& source) {
  const std::string outcome(name(m.outcome));
  if (has_time(m.outcome) && (!m.stats || m.samples.empty()))
    source.fail(pointer + "/outcome", fmt::format("is \"{}\", but samples or statistics are missing", outcome));
  if (!has_time(m.outcome) && (m.stats || !m.samples.empty()))
    source.fail(pointer + "/outcome", fmt::format("is \"{}\", which has no time, but there are samples", outcome));
  if (!m.stats) return;
  if (static_cast<size_t>(m.stats->count) != m.samples.size())
    source.fail(pointer + "/stats/count",
                fmt::format("is {}, but there are {} samples", m.stats->count, m.samples.size()));
  require_of_samples(m, pointer, source);
}

}  // namespace

Json measurement_json(const Measurement& m, const DeviceInfo* device) {
  Json::object_t room;
  room.reserve(32);
  Json json = std::move(room);
  add_case(json, m.id);
  json["device"] = m.device;
  json["group"] = text_value(m.group);
  json["vendor"] = m.vendor;
  json["headline"] = text_value(m.headline);
  json["views"] = views_json(m.views);
  if (m.vendor_below) json["vendor_below"] = true;
  json["outcome"] = name(m.outcome);
  json["reason"] = text_value(m.reason);
  json["reason_kind"] = m.reason.empty() ? Json(nullptr) : Json(name(m.reason_kind));
  json["stats"] = stats_json(m.stats);
  json["summary"] = summary_json(m.summary);
  json["stopped_by"] = text_value(m.stopped_by);
  json["clock_hz"] = number(m.clock, "clock_hz");
  json["rated_ceiling"] = ceiling_json(m.rated);
  json["clocked_ceiling"] = ceiling_json(m.clocked);
  json["work"] = work_json(m.work);
  json["check"] = check_json(m.check);
  json["launch"] = launch_json(m.launch);
  json["telemetry"] = telemetry_json(m.telemetry);
  json["phases"] = phases_json(m);
  json["latencies"] = latencies_json(m.latencies);
  json["memory_growth_bytes"] = number(m.memory_growth, "memory_growth_bytes");
  if (m.throttling) json["throttling"] = throttling_json(*m.throttling);
  json["why"] = why_json(m, device);
  json["metrics"] = metrics_json(m);
  add_notes(json, m.notes);
  add_samples(json, m.samples);
  return json;
}

Measurement measurement_from(const Json& json, const std::string& pointer, const SourceText& source) {
  const std::string& id = json.at("id").get_ref<const std::string&>();
  Measurement m;
  m.id = case_from(json, id, pointer, source);
  m.device = whole<int>(json.at("device"));
  m.group = group_from(json.at("group"), m.id);
  m.vendor = json.at("vendor").get<bool>();
  m.vendor_below = json.value("vendor_below", false);
  m.outcome = outcome_named(json.at("outcome").get_ref<const std::string&>()).value();
  m.reason = json.at("reason");
  if (const auto kind = json.find("reason_kind"); kind != json.end() && !kind->is_null())
    m.reason_kind = reason_named(kind->get_ref<const std::string&>()).value();
  m.stats = stats_from(json.at("stats"));
  m.work = work_from(json.at("work"));
  if (const auto summary = json.find("summary"); summary != json.end())
    m.summary = summary_from(*summary);
  else if (had_wrong_amounts(m.id.suite()))  // schema 1 had no summary
    m.work = {};
  m.stopped_by = json.at("stopped_by");
  m.clock = optional_quantity<Hertz>(json.at("clock_hz"));
  m.rated = ceiling_from(json.at("rated_ceiling"));
  m.clocked = ceiling_from(json.at("clocked_ceiling"));
  m.check = check_from(json.at("check"));
  if (const auto launch = json.find("launch"); launch != json.end()) m.launch = launch_from(*launch);
  if (const auto seen = json.find("telemetry"); seen != json.end()) m.telemetry = telemetry_from(*seen);
  if (const auto phases = json.find("phases"); phases != json.end()) m.phases = phases_from(*phases);
  if (const auto found = json.find("latencies"); found != json.end()) m.latencies = latencies_from(*found);
  if (const auto grown = json.find("memory_growth_bytes"); grown != json.end())
    m.memory_growth = optional_quantity<Bytes>(*grown);
  if (const auto counted = json.find("throttling"); counted != json.end()) m.throttling = throttling_from(*counted);
  m.notes = notes_from(json, pointer, source);
  if (const auto views = json.find("views"); views == json.end()) {
    complete_by_suite_name(m);
  } else {
    m.views = views_from(*views);
    m.headline = json.value("headline", "");
  }
  m.samples = samples_from(json, pointer, source);
  require_consistent(m, pointer, source);
  return m;
}

}  // namespace gpupeak
