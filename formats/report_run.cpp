// Who ran what where: "tool" and "run" of report.json, with the schedule that the run can be repeated from.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "core/former_ids.h"
#include "core/utf8.h"
#include "formats/json_output.h"
#include "formats/report_parts.h"

namespace gpupeak {
namespace {

Json host_json(const HostFacts& host) {
  return {{"hostname", text_value(host.hostname)},
          {"os", text_value(host.os)},
          {"kernel", text_value(host.kernel)},
          {"cpu", text_value(host.cpu)},
          {"logical_cpus", host.logical_cpus == 0 ? Json(nullptr) : Json(host.logical_cpus)}};
}

HostFacts host_from(const Json& json) {
  return {json.at("hostname"), json.at("os"), json.at("kernel"), json.at("cpu"),
          json.at("logical_cpus").is_null() ? 0 : whole<int>(json.at("logical_cpus"))};
}

Json schedule_json(const Schedule& schedule) {
  if (!is_planned(schedule)) return nullptr;
  Json cases = Json::array();
  for (const ScheduledCase& scheduled : schedule.cases) {
    Json one;
    add_case(one, scheduled.id);
    cases.push_back(std::move(one));
  }
  return {{"preset", text_value(schedule.preset)},
          {"stop", stop_rule_json(schedule.stop)},
          {"budget_s", number(schedule.budget, "budget_s")},
          {"seed", schedule.seed},
          {"data", name(schedule.data)},
          {"order", name(schedule.order)},
          {"cold_cap_bytes", number(schedule.cold_cap, "cold_cap_bytes")},
          {"cases", std::move(cases)}};
}

Schedule schedule_from(const Json& json, const SourceText& source) {
  Schedule schedule;
  if (json.is_null()) return schedule;
  schedule.preset = json.at("preset");
  schedule.stop = stop_rule_from(json.at("stop"));
  schedule.budget = optional_quantity<Seconds>(json.at("budget_s"));
  schedule.seed = whole<uint64_t>(json.at("seed"));
  schedule.data = data_kind_named(json.at("data").get_ref<const std::string&>()).value();
  if (const auto order = json.find("order"); order != json.end())
    schedule.order = order_named(order->get_ref<const std::string&>()).value();
  schedule.cold_cap = quantity<Bytes>(json.at("cold_cap_bytes"));
  for (const Json& one : json.at("cases")) {
    const std::string& id = one.at("id").get_ref<const std::string&>();
    const Case known = case_from(one, id, fmt::format("/run/plan/cases/{}", schedule.cases.size()), source);
    schedule.cases.push_back({known, cache_of(known)});
  }
  return schedule;
}

}  // namespace

Json tool_json(const Tool& tool) {
  std::map<std::string, std::string> clean;  // sorted again: replaced bytes change the order
  for (const auto& [library, version] : tool.libraries) clean[valid_utf8(library)] = valid_utf8(version);
  Json libraries = Json::object();
  for (const auto& [library, version] : clean) libraries[library] = version;
  return {{"version", text_value(tool.version)},   {"commit", text_value(tool.commit)},
          {"compiler", text_value(tool.compiler)}, {"build", text_value(tool.build)},
          {"libraries", std::move(libraries)},     {"method", tool.method}};
}

Tool tool_from(const Json& json) {
  Tool tool{json.at("version"), json.at("commit"), json.at("compiler"), json.at("build"), {}, 1};
  if (const auto method = json.find("method"); method != json.end()) tool.method = whole<int>(*method);
  for (const auto& [library, version] : json.at("libraries").get_ref<const Json::object_t&>())
    tool.libraries[library] = version.get<std::string>();
  return tool;
}

Json run_json(const Run& run) {
  return {{"argv", texts_value(run.argv)},  {"started_at", text_value(run.started_at)},
          {"state", text_value(run.state)}, {"processes", run.processes},
          {"host", host_json(run.host)},    {"plan", schedule_json(run.schedule)}};
}

Run run_from(const Json& json, const SourceText& source) {
  Run run;
  run.argv = json.at("argv").get<std::vector<std::string>>();
  run.started_at = json.at("started_at");
  run.state = json.at("state");
  run.processes = whole<int>(json.at("processes"));
  run.host = host_from(json.at("host"));
  run.schedule = schedule_from(json.at("plan"), source);
  return run;
}

// Keys of an object have no order that other tools must keep, but a case's axes have: the id remembers it.
void add_case(Json& object, const Case& id) {
  Case clean(valid_utf8(id.suite()));
  for (const auto& [axis, value] : id.values()) clean.set(valid_utf8(axis), valid_utf8(value));
  Json axes = Json::object();
  for (const auto& [axis, value] : clean.values()) axes[axis] = value;
  object["id"] = clean.id();
  object["suite"] = clean.suite();
  object["axes"] = std::move(axes);
}

Case case_from(const Json& object, const std::string& id, const std::string& pointer, const SourceText& source) {
  const std::string& suite = object.at("suite").get_ref<const std::string&>();
  std::map<std::string, std::string> axes;
  for (const auto& [axis, value] : object.at("axes").get_ref<const Json::object_t&>())
    axes.emplace(axis, value.get<std::string>());
  if (const std::optional<Case> known = Case::of_id(id))
    if (known->suite() == suite && std::map(known->values().begin(), known->values().end()) == axes)
      return renewed(*known);

  // Schema 1 encoded nothing.
  std::vector<std::pair<std::string, std::string>> values(axes.begin(), axes.end());
  const auto position = [&](const auto& value) { return id.find("/" + value.first + "=" + value.second); };
  std::ranges::stable_sort(values, {}, position);
  const Case former(suite, std::move(values));
  if (joined_plainly(former) != id) source.fail(pointer + "/id", "is not the id of this suite and these axes");
  return renewed(former);
}

}  // namespace gpupeak
