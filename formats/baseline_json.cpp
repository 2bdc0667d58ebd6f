// A baseline's file both ways; what is written can be read again.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <set>
#include <tuple>

#include "analysis/gate/gated_metrics.h"
#include "core/former_ids.h"
#include "core/text.h"
#include "formats/gate_files.h"
#include "formats/json_output.h"
#include "formats/report_parts.h"
#include "formats/schema.h"

namespace gpupeak {
namespace {

constexpr InputKind baseline_kind{.what = "a baseline of gpupeak",
                                  .remedy =
                                      "restore it from version control, or delete it and begin anew with "
                                      "'gpupeak baseline save REPORT --baseline FILE'"};

// What is kept of a figure: more digits than any clock has, fewer than would fill a repository.
double rounded(double value) { return std::strtod(fmt::format("{:.7g}", value).c_str(), nullptr); }

Json device_json(const DeviceClass& device) {
  return {{"backend", text_value(device.backend)},
          {"name", text_value(device.name)},
          {"units", device.units == 0 ? Json(nullptr) : Json(device.units)},
          {"memory_gib", device.memory_gib == 0 ? Json(nullptr) : Json(device.memory_gib)},
          {"power_limit_w", device.power_limit_w ? Json(*device.power_limit_w) : Json(nullptr)},
          {"driver_branch", text_value(device.driver_branch)}};
}

DeviceClass class_from(const Json& json) {
  const Json& power = json.at("power_limit_w");
  return {.backend = json.at("backend"),
          .name = json.at("name"),
          .units = json.at("units").is_null() ? 0 : whole<int>(json.at("units")),
          .memory_gib = json.at("memory_gib").is_null() ? 0 : whole<int64_t>(json.at("memory_gib")),
          .power_limit_w = power.is_null() ? std::nullopt : std::optional(whole<int64_t>(power)),
          .driver_branch = json.at("driver_branch")};
}

Json case_json(const BaselineCase& one) {
  Json json;
  if (one.work > 0) json["work"] = number(one.work, "work");
  const auto add = [&](const char* key, const std::optional<double>& value) {
    if (value) json[key] = number(rounded(*value), key);
  };
  add("clock_hz", one.clock_hz);
  add("power_capped", one.power_capped);
  add("thermal", one.thermal);
  for (const auto& [metric, value] : one.values) json["values"][metric] = number(rounded(value), metric);
  Json times = Json::array();
  for (const double time : one.time_s) times.push_back(number(rounded(time), "time_s"));
  json["time_s"] = std::move(times);
  return json;
}

BaselineCase case_from_json(const Json& json, const std::string& pointer, const SourceText& source) {
  BaselineCase one;
  const auto optional = [&](const char* key) {
    const auto found = json.find(key);
    return found == json.end() ? std::nullopt : std::optional(found->get<double>());
  };
  one.work = json.value("work", 0.0);
  one.clock_hz = optional("clock_hz");
  one.power_capped = optional("power_capped");
  one.thermal = optional("thermal");
  if (const auto values = json.find("values"); values != json.end())
    for (const auto& [metric, value] : values->get_ref<const Json::object_t&>()) {
      const GatedMetric* gated = gated_metric_named(metric);
      if (!gated || gated->decided_by != DecidedBy::value)
        source.fail(fmt::format("{}/values/{}", pointer, metric), "is no metric that a baseline keeps");
      one.values[metric] = value.get<double>();
    }
  for (const Json& time : json.at("time_s")) one.time_s.push_back(time.get<double>());
  return one;
}

Json job_json(const BaselineJob& job) {
  Json::object_t cases;  // whose operator[] would look at all keys for each
  cases.reserve(job.cases.size());
  for (const auto& [id, one] : job.cases) cases.emplace_back(id, case_json(one));
  Json json{{"added_at", text_value(job.added_at)},
            {"label", text_value(job.label)},
            {"version", text_value(job.version)},
            {"method", job.method}};
  if (!job.data.empty()) json["data"] = text_value(job.data);
  if (!job.clock_policy.empty()) json["clock_policy"] = text_value(job.clock_policy);
  json["pinned"] = job.pinned;
  json["cases"] = std::move(cases);
  return json;
}

// "/" and "~" in a key of a JSON pointer (RFC 6901).
std::string escaped(std::string_view key) {
  std::string text;
  for (const char c : key) text += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
  return text;
}

BaselineJob job_from(const Json& json, bool former_ids, const std::string& pointer, const SourceText& source) {
  BaselineJob job{.added_at = json.at("added_at"),
                  .label = json.at("label"),
                  .version = json.at("version"),
                  .method = whole<int>(json.at("method")),
                  .data = json.value("data", ""),
                  .clock_policy = json.value("clock_policy", ""),
                  .pinned = json.at("pinned").get<bool>(),
                  .cases = {}};
  for (const auto& [id, one] : json.at("cases").get_ref<const Json::object_t&>()) {
    const std::string place = pointer + "/cases/" + escaped(id);
    if (!former_ids && !Case::of_id(id)) source.fail(place, "is not the id of a case");
    BaselineCase known = case_from_json(one, place, source);
    if (!former_ids) {
      job.cases.emplace(id, std::move(known));
      continue;
    }
    const Case renamed = of_former_id(id);
    if (had_wrong_amounts(renamed.suite())) known.work = 0;
    job.cases.emplace(renamed.id(), std::move(known));
  }
  return job;
}

[[noreturn]] void fail(const std::string& pointer, std::string_view what, std::string_view remedy,
                       const SourceText& source) {
  InputKind own = baseline_kind;
  own.remedy = remedy;
  throw error_at(pointer, source.text, source.name, own, what);
}

// A job that stands there twice, say after a merge, would tell of no noise.
void reject_copies(const BaselineClass& known, const std::string& pointer, const SourceText& source) {
  const auto figures = [](const auto& a, const auto& b) {
    return std::tie(a.first, a.second.time_s) < std::tie(b.first, b.second.time_s);
  };
  const auto before = [&](const BaselineJob* a, const BaselineJob* b) {
    return std::lexicographical_compare(a->cases.begin(), a->cases.end(), b->cases.begin(), b->cases.end(), figures);
  };
  std::set<const BaselineJob*, decltype(before)> seen(before);
  for (size_t i = 0; i < known.jobs.size(); ++i) {
    if (known.jobs[i].cases.empty()) continue;
    const auto [same, is_new] = seen.insert(&known.jobs[i]);
    if (!is_new)
      fail(fmt::format("{}/jobs/{}", pointer, i),
           fmt::format("has the figures of job {} again, and twice the same tells no noise", *same - &known.jobs[0]),
           "delete one of the two", source);
  }
}

}  // namespace

std::string write_baseline(const Baseline& baseline) {
  Json classes = Json::array();
  for (const BaselineClass& one : baseline.classes) {
    Json jobs = Json::array();
    for (const BaselineJob& job : one.jobs) jobs.push_back(job_json(job));
    classes.push_back({{"device", device_json(one.device)}, {"jobs", std::move(jobs)}});
  }
  return layout({{"schema", baseline_schema}, {"classes", std::move(classes)}});
}

Baseline read_baseline(std::string_view text, std::string_view name) {
  static const Schema schema = embedded_schema("baseline");
  const Json json = read_checked(text, name, baseline_kind, schema);
  const SourceText source{text, name, baseline_kind};
  const bool former_ids = whole<int>(json.at("schema")) == 1;
  Baseline baseline;
  for (const Json& one : json.at("classes")) {
    const std::string pointer = fmt::format("/classes/{}", baseline.classes.size());
    BaselineClass known{class_from(one.at("device")), {}};
    if (baseline.find(known.device)) source.fail(pointer + "/device", "stands in the file twice");
    for (const Json& job : one.at("jobs"))
      known.jobs.push_back(job_from(job, former_ids, fmt::format("{}/jobs/{}", pointer, known.jobs.size()), source));
    if (known.jobs.size() > most_kept)
      fail(pointer + "/jobs", fmt::format("has {} jobs, a baseline keeps at most {}", known.jobs.size(), most_kept),
           "delete the oldest", source);
    reject_copies(known, pointer, source);
    baseline.classes.push_back(std::move(known));
  }
  return baseline;
}

}  // namespace gpupeak
