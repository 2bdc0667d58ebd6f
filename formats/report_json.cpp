// report.json as a whole: the parts in order, and what must agree between them.
#include "formats/report_json.h"

#include <fmt/format.h>

#include "analysis/plateaus.h"
#include "analysis/start_cost.h"
#include "formats/json_output.h"
#include "formats/report_parts.h"
#include "formats/schema.h"

namespace gpupeak {
namespace {

constexpr InputKind kind{.what = "a report of gpupeak", .remedy = "write it again with 'gpupeak run --out DIR'"};

// Derived from the measurements, for readers of the file; reading it back needs none of it.
Json plateau_json(const Plateau& plateau) {
  Json json;
  json["curve"] = text_value(plateau.curve);
  json["device"] = plateau.device;
  json["level"] = text_value(plateau.level);
  json["level_size_bytes"] = number(plateau.level_size, "level_size_bytes");
  json["first_bytes"] = number(plateau.first, "first_bytes");
  json["last_bytes"] = number(plateau.last, "last_bytes");
  json["points"] = plateau.points;
  json["metric"] = plateau.metric->name;
  json["value"] = number(plateau.value, "value");
  json["cycles"] = plateau.cycles ? Json(number(*plateau.cycles, "cycles")) : Json(nullptr);
  return json;
}

Json start_cost_json(const StartCost& cost) {
  Json json;
  json["curve"] = text_value(cost.curve);
  json["device"] = cost.device;
  json["start_s"] = number(cost.start, "start_s");
  json["rate_bytes_per_s"] = number(cost.rate, "rate_bytes_per_s");
  json["points"] = cost.points;
  json["worst"] = number(cost.worst, "worst");
  return json;
}

}  // namespace

std::string write_report(const Report& report) {
  Json devices = Json::array(), measurements = Json::array();
  for (const DeviceInfo& device : report.devices) devices.push_back(device_json(device));
  for (const Measurement& measurement : report.measurements) {
    const auto index = static_cast<size_t>(measurement.device);
    const bool known = index < report.devices.size();
    measurements.push_back(measurement_json(measurement, known ? &report.devices[index] : nullptr));
  }

  Json json;
  json["schema"] = report_schema;
  json["tool"] = tool_json(report.tool);
  json["run"] = run_json(report.run);
  json["devices"] = std::move(devices);
  json["measurements"] = std::move(measurements);
  Json found = Json::array();
  for (const Plateau& plateau : plateaus(report)) found.push_back(plateau_json(plateau));
  json["plateaus"] = std::move(found);
  Json costs = Json::array();
  for (const StartCost& cost : start_costs(report)) costs.push_back(start_cost_json(cost));
  json["start_costs"] = std::move(costs);
  return layout(json);
}

Report read_report(std::string_view text, std::string_view name) {
  static const Schema schema = embedded_schema("report");
  const Json json = read_checked(text, name, kind, schema);
  const SourceText source{text, name, kind};

  Report report;
  report.tool = tool_from(json.at("tool"));
  report.run = run_from(json.at("run"), source);
  for (const Json& device : json.at("devices")) report.devices.push_back(device_from(device));
  for (const Json& measurement : json.at("measurements")) {
    const std::string pointer = fmt::format("/measurements/{}", report.measurements.size());
    report.measurements.push_back(measurement_from(measurement, pointer, source));
    const int device = report.measurements.back().device;
    if (static_cast<size_t>(device) >= report.devices.size())
      source.fail(pointer + "/device",
                  fmt::format("there is no device {}: the report lists {}", device, report.devices.size()));
  }
  return report;
}

}  // namespace gpupeak
