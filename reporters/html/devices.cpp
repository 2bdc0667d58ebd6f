// A card per device: what it is, what it could do, and where each of these figures comes from.
#include <fmt/format.h>

#include <cmath>

#include "core/format.h"
#include "core/text.h"
#include "reporters/html/page.h"
#include "reporters/svg/markup.h"

namespace gpupeak::html {

using svg::escaped;

namespace {

void write_fact(std::ostream& out, std::string_view label, const std::string& text) {
  if (!text.empty()) out << fmt::format("<dt>{}</dt><dd>{}</dd>\n", label, escaped(text));
}

std::string html_devices_joined(const std::vector<std::string>& all, std::string_view between) {
  std::string text;
  for (const std::string& one : all) text += (text.empty() ? "" : std::string(between)) + one;
  return text;
}

std::string caches_of(const DeviceInfo& device) {
  std::vector<std::string> all;
  for (const CacheLevel& cache : device.caches)
    all.push_back(fmt::format("{} {}{}", cache.name, cache.instances > 1 ? fmt::format("{} × ", cache.instances) : "",
                              text(cache.size)));
  return html_devices_joined(all, ", ");
}

std::string libraries_of(const DeviceInfo& device) {
  std::vector<std::string> all;
  for (const Library& library : device.libraries)
    all.push_back(!library.version.empty() ? fmt::format("{} {}", library.name, release(library))
                  : library.note.empty()   ? library.name + " not opened"
                                           : fmt::format("{} missing: {}", library.name, why_not(library)));
  return html_devices_joined(all, "; ");
}

void write_peaks(const Report& report, size_t index, std::ostream& out) {
  const DeviceInfo& device = report.devices[index];
  std::vector<std::vector<Cell>> rows;
  for (const auto& [resource, rate] : device.peak.rates) {
    if (!std::isfinite(rate.per_second)) continue;
    rows.push_back({{std::string(row(resource).name), {}, "key name"},
                    {text_of(rate.per_second, row(resource).unit), rate.per_second},
                    {std::string(name(rate.source))},
                    {rate.derivation}});
  }
  for (const auto& [resource, why] : device.peak.unknown)
    rows.push_back({{std::string(row(resource).name), {}, "key name"}, {"–"}, {"unknown"}, {why.text()}});
  if (rows.empty()) return;
  out << "<details><summary>Peaks that ceilings are made of</summary>\n";
  write_table(out, report.devices.size() > 1 ? fmt::format("peaks of device {}", index) : "peaks",
              {"resource", "rate", "source", "from"}, rows);
  out << "</details>\n";
}

void write_card(const Report& report, size_t index, std::ostream& out) {
  const DeviceInfo& device = report.devices[index];
  const std::string number = report.devices.size() > 1 ? fmt::format("Device {}: ", index) : std::string();
  out << "<section class=\"card\">\n<h2>" << number
      << escaped(device.name.empty() ? std::string("a device without a name") : device.name) << "</h2>\n<dl>\n";
  if (device.units > 0) write_fact(out, "units", count_of(device.units, device.unit_name));
  const bool known = device.rated_clock && std::isfinite(device.rated_clock->value);
  write_fact(out, "clock",
             (known ? text(*device.rated_clock) : std::string("unknown")) +
                 (device.clock_source.empty() ? "" : fmt::format(" ({})", device.clock_source)));
  if (!device.clock_policy.empty()) write_fact(out, "clock policy", device.clock_policy);
  if (device.memory.value > 0 && std::isfinite(device.memory.value)) write_fact(out, "memory", text(device.memory));
  write_fact(out, "caches", caches_of(device));
  write_fact(out, "driver", device.driver);
  write_fact(out, "features", html_devices_joined(device.features, " "));
  write_fact(out, "libraries", libraries_of(device));
  out << "</dl>\n";
  for (const std::string& note : texts(notes_of(device))) out << "<p class=\"note\">" << escaped(note) << "</p>\n";
  write_peaks(report, index, out);
  out << "</section>\n";
}

}  // namespace

void write_devices(const Report& report, std::ostream& out) {
  if (report.devices.empty()) out << "<p class=\"note\">No device is described in this report.</p>\n";
  for (size_t i = 0; i < report.devices.size(); ++i) write_card(report, i, out);
}

}  // namespace gpupeak::html
