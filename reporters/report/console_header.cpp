// The top of the console report: the run in one line, then each device with its peaks and where they come from.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "core/format.h"
#include "core/text.h"
#include "reporters/report/console.h"
#include "reporters/text/text.h"

namespace gpupeak {
namespace {

constexpr size_t label_width = 11;
constexpr size_t narrowest_origin = 30;  // with less room where a peak comes from stands on lines of its own

// Non-empty facts between dots.
std::string facts(const std::vector<std::string>& all, const Style& style) {
  std::string line;
  for (const std::string& fact : all)
    if (!fact.empty()) line += (line.empty() ? "" : std::string(glyphs(style).dot)) + fact;
  return line;
}

std::string named(std::string_view what, std::string_view value, const Style& style) {
  return value.empty() ? std::string() : fmt::format("{} {}", what, shown(value, style));
}

void write_labelled(std::ostream& out, std::string_view label, const std::string& text, const Style& style) {
  if (!text.empty()) write_wrapped(out, fmt::format("  {:<{}}", label, label_width), text, style);
}

std::string machine_line(const DeviceInfo& device, const Style& style) {
  const std::string clock =
      !device.rated_clock || !std::isfinite(device.rated_clock->value) ? "clock unknown" : text(*device.rated_clock);
  const std::string source = device.clock_source.empty() ? "" : fmt::format(" ({})", shown(device.clock_source, style));
  const std::string units = device.units > 0 ? count_of(device.units, shown(device.unit_name, style)) : std::string();
  return facts(
      {units, clock + source,
       device.memory.value > 0 && std::isfinite(device.memory.value) ? text(device.memory) + " memory" : std::string(),
       shown(device.driver, style)},
      style);
}

std::string cache_line(const DeviceInfo& device, const Style& style) {
  std::vector<std::string> all;
  for (const CacheLevel& cache : device.caches) {
    const std::string count =
        cache.instances > 1 ? fmt::format("{} {} ", cache.instances, glyphs(style).times) : std::string();
    all.push_back(fmt::format("{} {}{}", shown(cache.name, style), count, text(cache.size)));
  }
  return facts(all, style);
}

std::string library_line(const DeviceInfo& device, const Style& style) {
  std::vector<std::string> all;
  for (const Library& library : device.libraries) {
    const std::string state = !library.version.empty() ? release(library)
                              : library.note.empty()   ? "not opened"
                                                       : "missing: " + why_not(library);
    all.push_back(shown(library.name + " " + state, style));
  }
  return facts(all, style);
}

// Resources that some case of this device is charged with; all that are known when nothing was measured.
std::set<Resource> used_resources(const Report& report, size_t device) {
  std::set<Resource> used;
  for (const Measurement& m : report.measurements)
    if (m.device >= 0 && static_cast<size_t>(m.device) == device)
      for (const auto& [resource, amount] : m.work.amounts) used.insert(resource);
  if (!used.empty()) return used;
  for (const auto& [resource, rate] : report.devices[device].peak.rates) used.insert(resource);
  return used;
}

struct PeakLine {
  std::string name, rate, source, origin;
};

PeakLine peak_line(const DeviceInfo& device, Resource resource, const Style& style) {
  const ResourceRow& r = row(resource);
  if (const auto found = device.peak.rates.find(resource);
      found != device.peak.rates.end() && std::isfinite(found->second.per_second)) {
    const Rate& rate = found->second;
    return {std::string(r.name), text_of(rate.per_second, r.unit), std::string(name(rate.source)),
            shown(rate.derivation, style)};
  }
  const auto why = device.peak.unknown.find(resource);
  return {std::string(r.name), std::string(glyphs(style).dash), "unknown",
          why == device.peak.unknown.end() ? std::string("no reason given") : shown(why->second.text(), style)};
}

void write_peaks(std::ostream& out, const Report& report, size_t index, const Style& style) {
  std::vector<PeakLine> lines;
  for (const Resource resource : used_resources(report, index))
    lines.push_back(peak_line(report.devices[index], resource, style));
  if (!lines.empty()) out << "  peaks that ceilings are made of\n";
  size_t name = 0, rate = 0, source = 0;
  for (const PeakLine& line : lines) {
    name = std::max(name, columns(line.name));
    rate = std::max(rate, columns(line.rate));
    source = std::max(source, columns(line.source));
  }
  for (const PeakLine& line : lines) {
    const std::string first = fmt::format("    {:<{}}  {}{}  {:<{}}  ", line.name, name,
                                          std::string(rate - columns(line.rate), ' '), line.rate, line.source, source);
    const bool roomy = columns(first) + narrowest_origin <= static_cast<size_t>(std::max(style.width, 0));
    if (roomy && !line.origin.empty()) {
      write_wrapped(out, first, line.origin, style, Ink::faint);
      continue;
    }
    out << first.substr(0, first.find_last_not_of(' ') + 1) << '\n';
    if (!line.origin.empty()) write_wrapped(out, "      ", line.origin, style, Ink::faint);
  }
}

void write_console_header_device(std::ostream& out, const Report& report, size_t index, const Style& style) {
  const DeviceInfo& device = report.devices[index];
  const std::string number = report.devices.size() > 1 ? fmt::format("device {}: ", index) : std::string();
  out << '\n';
  write_wrapped(out, "",
                number + (device.name.empty() ? std::string("a device without a name") : shown(device.name, style)),
                style, Ink::strong);
  write_wrapped(out, "  ", machine_line(device, style), style);
  write_labelled(out, "caches", cache_line(device, style), style);
  std::string features;
  for (const std::string& feature : device.features) features += (features.empty() ? "" : " ") + shown(feature, style);
  write_labelled(out, "features", features, style);
  write_labelled(out, "libraries", library_line(device, style), style);
  write_peaks(out, report, index, style);
  for (const std::string& note : texts(notes_of(device))) write_labelled(out, "note", shown(note, style), style);
}

}  // namespace

void write_header(const Report& report, std::ostream& out, const Style& style) {
  const Run& run = report.run;
  write_wrapped(
      out, "",
      facts(
          {named("gpupeak", report.tool.version.empty() ? "of unknown version" : report.tool.version, style),
           named("preset", run.schedule.preset, style),
           is_planned(run.schedule) ? fmt::format("seed {}", run.schedule.seed) : std::string(),
           run.schedule.data == DataKind::random ? std::string() : fmt::format("data {}", name(run.schedule.data)),
           run.schedule.order == Order::schedule ? std::string() : fmt::format("{} order", name(run.schedule.order)),
           run.processes > 1 ? count_of(run.processes, "fresh process") : std::string(), shown(run.started_at, style)},
          style),
      style);
  if (report.devices.empty()) out << "\nno device is described in this report\n";
  for (size_t i = 0; i < report.devices.size(); ++i) write_console_header_device(out, report, i, style);
}

}  // namespace gpupeak
