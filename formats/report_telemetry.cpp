// The telemetry of a measurement in report.json: a reading is its value, and one that failed says why: {"unknown":
// "…"}.
#include <string>

#include "formats/json_output.h"
#include "formats/report_parts.h"

namespace gpupeak {
namespace {

// Writers and readers of one value each, found by its type.
Json value_json(Hertz v) { return number(v, "clock"); }
Json value_json(Watts v) { return number(v, "power"); }
Json value_json(Joules v) { return number(v, "energy"); }
Json value_json(Seconds v) { return number(v, "seconds"); }
Json value_json(int64_t v) { return v; }
Json value_json(uint64_t v) { return v; }
Json value_json(const ClockRange& v) {
  return {{"min", value_json(v.min)}, {"median", value_json(v.median)}, {"max", value_json(v.max)}};
}
Json value_json(const PowerRange& v) { return {{"mean", value_json(v.mean)}, {"max", value_json(v.max)}}; }
Json value_json(const TemperatureRange& v) {
  return {{"start", number(v.start, "temperature")}, {"max", number(v.max, "temperature")}};
}
Json value_json(const PcieLink& v) { return {{"generation", v.generation}, {"width", v.width}}; }
Json value_json(const RemappedRows& v) {
  return {{"corrected", v.corrected}, {"uncorrected", v.uncorrected}, {"pending", v.pending}, {"failed", v.failed}};
}

template <int S, int B, int O, int J>
void take(const Json& json, Quantity<S, B, O, J>& v) {
  v.value = json.get<double>();
}
void take(const Json& json, int64_t& v) { v = whole<int64_t>(json); }
void take(const Json& json, uint64_t& v) { v = whole<uint64_t>(json); }
void take(const Json& json, ClockRange& v) {
  take(json.at("min"), v.min);
  take(json.at("median"), v.median);
  take(json.at("max"), v.max);
}
void take(const Json& json, PowerRange& v) {
  take(json.at("mean"), v.mean);
  take(json.at("max"), v.max);
}
void take(const Json& json, TemperatureRange& v) { v = {json.at("start").get<double>(), json.at("max").get<double>()}; }
void take(const Json& json, PcieLink& v) { v = {whole<int>(json.at("generation")), whole<int>(json.at("width"))}; }
void take(const Json& json, RemappedRows& v) {
  v = {whole<int64_t>(json.at("corrected")), whole<int64_t>(json.at("uncorrected")), json.at("pending").get<bool>(),
       json.at("failed").get<bool>()};
}

template <class T>
Json seen_json(const Seen<T>& seen) {
  return seen ? value_json(*seen) : Json{{"unknown", text_value(seen.reason)}};
}

template <class T>
void read_seen(const Json& json, Seen<T>& seen) {
  if (json.is_object() && json.contains("unknown")) {
    seen = Seen<T>::none(json.at("unknown"));
    return;
  }
  T value{};
  take(json, value);
  seen = value;
}

// TABLE of the fields, once for both directions: `visit(key, field)`.
template <class T, class Visit>
void each_field(T& t, Visit visit) {
  visit("sm_clock_hz", t.sm_clock);
  visit("memory_clock_hz", t.memory_clock);
  visit("power_w", t.power);
  visit("power_limit_w", t.power_limit);
  visit("energy_j", t.energy);
  visit("energy_refresh_s", t.energy_refresh);
  visit("temperature_celsius", t.temperature);
  visit("clock_events", t.clock_events);
  visit("link", t.link);
  visit("link_max", t.link_max);
  visit("ecc_uncorrected", t.ecc_uncorrected);
  visit("remapped_rows", t.remapped_rows);
  visit("other_processes", t.other_processes);
}

}  // namespace

Json telemetry_json(const std::optional<Telemetry>& telemetry) {
  if (!telemetry) return nullptr;
  Json json{{"watched_s", number(telemetry->watched, "watched_s")},
            {"stretches", telemetry->stretches},
            {"polls", telemetry->polls}};
  each_field(*telemetry, [&](const char* key, const auto& seen) { json[key] = seen_json(seen); });
  Json slowed = Json::object();
  for (const SlowdownRow& r : slowdowns)
    slowed[std::string(r.name)] = seen_json(telemetry->slowed[static_cast<size_t>(r.id)]);
  json["slowed_s"] = std::move(slowed);
  return json;
}

std::optional<Telemetry> telemetry_from(const Json& json) {
  if (json.is_null()) return std::nullopt;
  Telemetry t;
  t.watched = quantity<Seconds>(json.at("watched_s"));
  t.stretches = whole<int>(json.at("stretches"));
  t.polls = whole<int>(json.at("polls"));
  each_field(t, [&](const char* key, auto& seen) { read_seen(json.at(key), seen); });
  for (const SlowdownRow& r : slowdowns)
    read_seen(json.at("slowed_s").at(std::string(r.name)), t.slowed[static_cast<size_t>(r.id)]);
  return t;
}

Json throttling_json(const Throttling& t) {
  return {{"periods", t.periods}, {"throttled", t.throttled}, {"stopped_s", number(t.stopped, "stopped_s")}};
}

Throttling throttling_from(const Json& json) {
  return {whole<int64_t>(json.at("periods")), whole<int64_t>(json.at("throttled")),
          quantity<Seconds>(json.at("stopped_s"))};
}

}  // namespace gpupeak
