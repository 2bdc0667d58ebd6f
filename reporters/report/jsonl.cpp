// One JSON object per line and case, each complete in itself, so that a file can be cut, joined and streamed: for jq,
// pandas.read_json(lines=True) and log collectors.
#include "analysis/summary/vendor_ratios.h"
#include "reporters/report/exported.h"
#include "reporters/report/figures.h"
#include "reporters/reporters.h"
#include "reporters/text/json_stream.h"

namespace gpupeak {
namespace {

void write_jsonl_samples(JsonStream& json, const Measurement& m) {
  const bool timed = has_time(m.outcome);
  const auto series = [&](std::string_view name, auto write_one) {
    json.key(name).array();
    if (timed)
      for (const Sample& sample : m.samples) write_one(sample);
    json.end();
  };
  series("sample_time_s", [&](const Sample& s) { json.number(s.time.value); });
  series("sample_clock_hz",
         [&](const Sample& s) { json.number(s.clock ? std::optional(s.clock->value) : std::nullopt); });
  series("sample_launches", [&](const Sample& s) { json.whole(s.launches); });
  series("sample_process", [&](const Sample& s) { json.whole(s.process); });
}

void write_jsonl_case(JsonStream& json, const Report& report, const VendorRatios& vendors, const Measurement& m) {
  const DeviceInfo* device = device_of(report, m);
  json.object().text("id", m.id.id()).text("suite", m.id.suite()).key("axes").object();
  for (const auto& [axis, value] : m.id.values()) json.text(axis, value);
  json.end();
  json.text("outcome", name(m.outcome)).text("reason", m.reason);
  json.whole("device", m.device).text("device_name", device ? device->name : "");
  json.text("device_uuid", device ? device->uuid : "").text("started_at", report.run.started_at);
  json.text("tool_version", report.tool.version).text("tool_commit", report.tool.commit);
  for (const Metric* metric : metrics()) json.number(metric->name, finite_value(*metric, m));
  json.number("ratio_to_vendor", vendors.of(m));
  const bool known = has_time(m.outcome) && m.stats && m.stats->median_interval;
  json.number("median_low_s", known ? std::optional(m.stats->median_interval->low) : std::nullopt);
  json.number("median_high_s", known ? std::optional(m.stats->median_interval->high) : std::nullopt);
  const std::optional<Ceiling>& ceiling = m.clocked ? m.clocked : m.rated;
  json.text("bound_by", ceiling ? row(ceiling->bound_by).name : "");
  json.key("vendor").boolean(m.vendor);
  json.key("notes").array();
  for (const std::string& note : texts(m.notes)) json.text(note);
  json.end();
  write_jsonl_samples(json, m);
  json.end().line();
}

}  // namespace

extern constinit const Reporter jsonl_reporter{
    .name = "jsonl",
    .extension = "jsonl",
    .summary = "one JSON object per case and line, with every metric and sample",
    .write =
        [](const Report& report, std::ostream& out, const Style&) {
          const VendorRatios vendors(report);
          JsonStream json(out);
          for (const Measurement& m : report.measurements) write_jsonl_case(json, report, vendors, m);
        },
};

}  // namespace gpupeak
