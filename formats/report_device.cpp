// A device of report.json: what it is, what it could do and where each figure comes from.
#include "formats/json_output.h"
#include "formats/report_parts.h"

namespace gpupeak {
namespace {

std::string_view unit_name(Resource resource) { return row(resource).unit == Unit::flop ? "flop" : "byte"; }

Json cache_json(const CacheLevel& cache) {
  return {{"name", text_value(cache.name)},
          {"size_bytes", number(cache.size, "size_bytes")},
          {"instances", cache.instances},
          {"units_sharing", cache.units_sharing}};
}

CacheLevel cache_from(const Json& json) {
  return {json.at("name"), quantity<Bytes>(json.at("size_bytes")), whole<int>(json.at("instances")),
          whole<int>(json.at("units_sharing"))};
}

Json library_json(const Library& library) {
  Json json{{"name", text_value(library.name)},
            {"version", text_value(library.version)},
            {"path", text_value(library.path)},
            {"note", text_value(why_not(library))}};
  if (!library.kernels.empty()) json["kernels"] = text_value(library.kernels);
  if (!library.instructions.empty()) json["instructions"] = text_value(library.instructions);
  if (!library.below.empty()) json["below"] = text_value(library.below);
  return json;
}

Library library_from(const Json& json) {
  return {json.at("name"),        json.at("version"),        json.at("path"),
          json.at("note"),        json.value("kernels", ""), json.value("instructions", ""),
          json.value("below", "")};
}

Json rate_json(Resource resource, const Rate& rate) {
  Json json{{"per_second", number(rate.per_second, "per_second")},
            {"unit", unit_name(resource)},
            {"rated_clock_hz", number(rate.rated_clock, "rated_clock_hz")},
            {"scope", name(rate.scope)},
            {"source", name(rate.source)},
            {"derivation", text_value(rate.derivation)}};
  if (!rate.doubt.empty()) json["doubt"] = text_value(rate.doubt);
  if (!rate.vendor_only.empty()) json["vendor_only"] = text_value(rate.vendor_only);
  return json;
}

Rate rate_from(const Json& json) {
  return {json.at("per_second").get<double>(),
          optional_quantity<Hertz>(json.at("rated_clock_hz")),
          scope_named(json.at("scope").get_ref<const std::string&>()).value(),
          source_named(json.at("source").get_ref<const std::string&>()).value(),
          json.at("derivation"),
          json.value("doubt", ""),
          json.value("vendor_only", "")};
}

Json peak_json(const Peak& peak) {
  Json rates = Json::object(), unknown = Json::object();
  for (const auto& [resource, rate] : peak.rates) rates[std::string(row(resource).name)] = rate_json(resource, rate);
  for (const auto& [resource, why] : peak.unknown) unknown[std::string(row(resource).name)] = text_value(why.text());
  return {{"rates", std::move(rates)}, {"unknown", std::move(unknown)}};
}

Peak peak_from(const Json& json) {
  Peak peak;
  for (const auto& [resource, rate] : json.at("rates").get_ref<const Json::object_t&>())
    peak.rates[resource_named(resource).value()] = rate_from(rate);
  for (const auto& [resource, why] : json.at("unknown").get_ref<const Json::object_t&>())
    peak.unknown[resource_named(resource).value()] = why.get<std::string>();
  return peak;
}

template <class T>
Json array_of(const std::vector<T>& items, Json (*one)(const T&)) {
  Json array = Json::array();
  for (const T& item : items) array.push_back(one(item));
  return array;
}

}  // namespace

Json device_json(const DeviceInfo& device) {
  const std::optional<Bytes> known = device.memory == Bytes(0) ? std::nullopt : std::optional(device.memory);
  Json json{{"backend", text_value(device.backend)},
            {"index", device.index},
            {"uuid", text_value(device.uuid)},
            {"name", text_value(device.name)},
            {"units", device.units == 0 ? Json(nullptr) : Json(device.units)},
            {"unit_name", text_value(device.unit_name)},
            {"memory_bytes", number(known, "memory_bytes")},
            {"free_memory_bytes", number(known ? std::optional(device.free_memory) : known, "free_memory_bytes")},
            {"caches", array_of(device.caches, cache_json)},
            {"rated_clock_hz", number(device.rated_clock, "rated_clock_hz")},
            {"clock_source", text_value(device.clock_source)},
            {"clock_policy", text_value(device.clock_policy)},
            {"launch_overhead_s", number(device.launch_overhead, "launch_overhead_s")},
            {"features", texts_value(device.features)},
            {"driver", text_value(device.driver)},
            {"libraries", array_of(device.libraries, library_json)},
            {"peak", peak_json(device.peak)}};
  add_notes(json, device.notes);
  if (device.throttling) json["throttling"] = throttling_json(*device.throttling);
  return json;
}

DeviceInfo device_from(const Json& json, const std::string& pointer, const SourceText& source) {
  DeviceInfo device;
  device.backend = json.at("backend");
  device.index = whole<int>(json.at("index"));
  device.uuid = json.at("uuid");
  device.name = json.at("name");
  if (!json.at("units").is_null()) device.units = whole<int>(json.at("units"));
  device.unit_name = json.at("unit_name");
  device.memory = optional_quantity<Bytes>(json.at("memory_bytes")).value_or(Bytes(0));
  device.free_memory = optional_quantity<Bytes>(json.at("free_memory_bytes")).value_or(Bytes(0));
  for (const Json& cache : json.at("caches")) device.caches.push_back(cache_from(cache));
  device.rated_clock = optional_quantity<Hertz>(json.at("rated_clock_hz"));
  device.clock_source = json.at("clock_source");
  if (const auto policy = json.find("clock_policy"); policy != json.end()) device.clock_policy = *policy;
  if (const auto overhead = json.find("launch_overhead_s"); overhead != json.end())
    device.launch_overhead = optional_quantity<Seconds>(*overhead);
  device.features = json.at("features").get<std::vector<std::string>>();
  device.driver = json.at("driver");
  for (const Json& library : json.at("libraries")) device.libraries.push_back(library_from(library));
  device.peak = peak_from(json.at("peak"));
  device.notes = notes_from(json, pointer, source);
  if (const auto counted = json.find("throttling"); counted != json.end())
    device.throttling = throttling_from(*counted);
  return device;
}

}  // namespace gpupeak
