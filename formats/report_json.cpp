// report.json as a whole: the parts in order, and what must agree between them.
#include "formats/report_json.h"

#include <fmt/format.h>

#include <set>
#include <sstream>
#include <utility>

#include "analysis/gaps/plateaus.h"
#include "analysis/gaps/start_cost.h"
#include "analysis/summary/summary.h"
#include "formats/json_output.h"
#include "formats/report_parts.h"
#include "formats/schema.h"
#include "method/judge.h"

namespace gpupeak {
namespace {

constexpr InputKind report_kind{.what = "a report of gpupeak",
                                .remedy = "write it again with 'gpupeak run --out DIR'",
                                .max_text = size_t{1} << 30};

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

Json report_summary_json(const ReportSummary& summary) {
  Json json;
  json["grade"] = name(summary.grade);
  json["cases"] = summary.cases;
  json["precise"] = summary.precise;
  json["unsteady"] = summary.unsteady;
  json["single_sample"] = summary.single_sample;
  json["headlines"] = Json::array();
  for (const Headline& line : summary.headlines) {
    Json one;
    one["device"] = line.best->device;
    one["suite"] = text_value(line.best->id.suite());
    one["id"] = text_value(line.best->id.id());
    one["metric"] = line.metric->name;
    one["value"] = number(line.value, "value");
    one["efficiency"] = line.efficiency ? number(*line.efficiency, "efficiency") : Json();
    json["headlines"].push_back(std::move(one));
  }
  return json;
}

// Members of the root one after the other, as layout() would write them: no value ever holds the whole.
class RootWriter {
 public:
  explicit RootWriter(std::ostream& out) : out_(out) { out_ << '{'; }

  void member(std::string_view key, const Json& value) {
    begin(key);
    append_layout(value, 2, text_);
    flush();
  }

  template <class Items, class ToJson>
  void list(std::string_view key, const Items& items, ToJson to_json) {
    if (items.empty()) return member(key, Json::array());
    begin(key);
    text_ += '[';
    bool first = true;
    for (const auto& item : items) {
      text_ += first ? "\n    " : ",\n    ";
      first = false;
      append_layout(to_json(item), 4, text_);
      flush();
    }
    text_ += "\n  ]";
    flush();
  }

  void end() { out_ << "\n}\n"; }

 private:
  void begin(std::string_view key) {
    text_ += fmt::format("{}\n  \"{}\": ", first_ ? "" : ",", key);
    first_ = false;
  }
  void flush() {
    out_ << text_;
    text_.clear();
  }

  std::ostream& out_;
  std::string text_;
  bool first_ = true;
};

}  // namespace

void write_report(const Report& report, std::ostream& out) {
  Json devices = Json::array(), found = Json::array(), costs = Json::array();
  for (const DeviceInfo& device : report.devices) devices.push_back(device_json(device));
  for (const Plateau& plateau : plateaus(report)) found.push_back(plateau_json(plateau));
  for (const StartCost& cost : start_costs(report)) costs.push_back(start_cost_json(cost));

  RootWriter root(out);
  root.member("schema", report_schema);
  root.member("tool", tool_json(report.tool));
  root.member("run", run_json(report.run));
  root.member("summary", report_summary_json(summary_of(report)));
  root.member("devices", devices);
  root.list("measurements", report.measurements, [&](const Measurement& measurement) {
    const auto index = static_cast<size_t>(measurement.device);
    const bool known = index < report.devices.size();
    return measurement_json(measurement, known ? &report.devices[index] : nullptr);
  });
  root.member("plateaus", found);
  root.member("start_costs", costs);
  root.end();
}

std::string write_report(const Report& report) {
  std::ostringstream out;
  write_report(report, out);
  return std::move(out).str();
}

Report read_report(std::string_view text, std::string_view name) {
  static const Schema schema = embedded_schema("report");
  const SourceText source{text, name, report_kind};
  const auto pointer = [](size_t place) { return fmt::format("/measurements/{}", place); };

  Report report;
  const Json json =
      read_checked(text, name, report_kind, schema, "measurements", [&](const Json& element, size_t place) {
        report.measurements.push_back(measurement_from(element, pointer(place), source));
      });
  report.tool = tool_from(json.at("tool"));
  report.run = run_from(json.at("run"), source);
  for (const Json& device : json.at("devices"))
    report.devices.push_back(device_from(device, fmt::format("/devices/{}", report.devices.size()), source));
  std::set<std::pair<int, std::string>> seen;
  for (size_t i = 0; i < report.measurements.size(); ++i) {
    const int device = report.measurements[i].device;
    if (!seen.emplace(device, report.measurements[i].id.id()).second)
      source.fail(pointer(i) + "/id", "stands in the report twice: which of the two is meant?");
    if (static_cast<size_t>(device) >= report.devices.size())
      source.fail(pointer(i) + "/device",
                  fmt::format("there is no device {}: the report lists {}", device, report.devices.size()));
    recognise_notes(report.measurements[i], report.devices[static_cast<size_t>(device)]);
  }
  return report;
}

}  // namespace gpupeak
