// gpupeak info: what is known about a device, and where every figure comes from.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "cli/commands/commands.h"
#include "cli/commands/listing.h"
#include "cli/options/declare.h"
#include "cli/options/values.h"
#include "cli/process/terminal.h"
#include "cli/run/select_device.h"
#include "core/format.h"
#include "core/text.h"
#include "reporters/text/text.h"

namespace gpupeak::cli {
namespace {

struct InfoOptions {
  DeviceOptions on;
  std::string color = "auto";
};

std::string cache_text(const CacheLevel& cache, const std::string& unit_name) {
  return fmt::format("{} x {}, each for {}", cache.instances, text(cache.size),
                     count_of(cache.units_sharing, unit_name));
}

void print_machine(const DeviceInfo& device, std::ostream& out, const Style& style) {
  const auto field = [&](const std::string& name, const std::string& value) {
    print_field(fmt::format("{:<12}", name), value, out, style);
  };
  field("device", fmt::format("{}:{} {}", device.backend, device.index, device.name));
  field("uuid", device.uuid);
  field(device.unit_name + "s", device.units > 0 ? fmt::format("{}", device.units) : "unknown");
  for (const CacheLevel& cache : device.caches) field(cache.name, cache_text(cache, device.unit_name));
  field("memory", device.memory.value > 0 ? fmt::format("{}, {} free", text(device.memory), text(device.free_memory))
                                          : "unknown");
  field("clock", device.rated_clock ? fmt::format("{} ({})", text(*device.rated_clock), device.clock_source)
                                    : fmt::format("unknown ({})", device.clock_source));
  field("clock policy", device.clock_policy.empty() ? "unknown" : device.clock_policy);
  field("features", joined(device.features, " "));
  field("driver", device.driver);
}

// A rate stands beside the name, so that rates are under each other.
void print_peak(const ResourceRow& resource, const std::string& rate, const std::string& text, std::ostream& out,
                const Style& style) {
  print_field(fmt::format("{:<15} {:<12}", resource.name, rate), text, out, style);
}

// Those of one reason together.
void print_unknown(const Peak& peak, std::ostream& out, const Style& style) {
  std::vector<std::pair<std::string, std::string>> reasons;  // and the names
  for (const auto& [resource, unknown] : peak.unknown) {
    const std::string reason = unknown.text();
    const auto same = std::ranges::find(reasons, reason, &std::pair<std::string, std::string>::first);
    if (same == reasons.end())
      reasons.emplace_back(reason, row(resource).name);
    else
      same->second += fmt::format(", {}", row(resource).name);
  }
  for (const auto& [reason, names] : reasons)
    print_field(fmt::format("{:<15}", "unknown"), fmt::format("{}: {}", names, reason), out, style);
}

void print_peaks(const Peak& peak, std::ostream& out, const Style& style) {
  out << "\nPeaks\n";
  for (const ResourceRow& resource : resources) {
    if (const auto rate = peak.rates.find(resource.id); rate != peak.rates.end())
      print_peak(resource, text_of(rate->second.per_second, resource.unit),
                 fmt::format("{}{}: {}", name(rate->second.source), rate->second.doubt.empty() ? "" : ", not certain",
                             rate->second.derivation),
                 out, style);
  }
  print_unknown(peak, out, style);
}

struct Meaning {
  Source source;
  std::string_view text;
};

constexpr std::array meanings{
    Meaning{Source::datasheet, "what the vendor publishes"},
    Meaning{Source::attributes, "computed from what the device reports of itself"},
    Meaning{Source::configured, "given by you"},
    Meaning{
        Source::calibrated,
        "computed from issue rates and core clocks probed when the device was opened; the clock is the one seen while "
        "that kind of work runs, and wide vector units may lower it"},
};

// What the sources that occur mean.
void print_sources(const Peak& peak, std::ostream& out, const Style& style) {
  for (const Meaning& meaning : meanings) {
    const auto from = [&](const auto& entry) { return entry.second.source == meaning.source; };
    if (std::any_of(peak.rates.begin(), peak.rates.end(), from))
      write_wrapped(out, "  ", fmt::format("{}: {}.", name(meaning.source), meaning.text), style, Ink::faint);
  }
  std::set<std::string> doubts;
  for (const auto& [resource, rate] : peak.rates)
    if (!rate.doubt.empty()) doubts.insert(rate.doubt);
  for (const std::string& doubt : doubts) write_wrapped(out, "  ", "not certain: " + doubt + ".", style, Ink::faint);
  if (!peak.unknown.empty())
    write_wrapped(out, "  ", "unknown: left out of ceilings, and cases bound by it have none.", style, Ink::faint);
}

void print_libraries(const std::vector<Library>& libraries, std::ostream& out, const Style& style) {
  if (!libraries.empty()) out << "\nLibraries\n";
  for (const Library& library : libraries)
    print_field(library.name,
                library.path.empty() ? "absent: " + why_not(library)
                : library.version.empty()
                    ? fmt::format("{} (not opened; gpupeak doctor tells its version)", library.path)
                    : fmt::format("{} from {}", release(library), library.path),
                out, style);
}

void declare_info_options(CLI::App& app, InfoOptions& options) {
  declare_device(app, options.on);
  declare_peak(app, options.on);
  declare_color(app, options.color);
}

ExitCode execute_info(const InfoOptions& options, const Invocation&, Environment& environment) {
  const Style style = style_of(environment, options.color);
  const std::unique_ptr<Device> device =
      open(select_device(environment, options.on.device), {.overrides = peak_overrides(options.on.peak)});
  const DeviceInfo& info = device->info();
  print_machine(info, environment.out, style);
  print_peaks(info.peak, environment.out, style);
  print_sources(info.peak, environment.out, style);
  print_libraries(info.libraries, environment.out, style);
  if (!info.notes.empty()) environment.out << "\nNotes\n";
  for (const std::string& note : texts(info.notes)) write_wrapped(environment.out, "  ", shown(note, style), style);
  return ExitCode::ok;
}

}  // namespace

constinit const Command info_command{
    .name = "info",
    .summary = "the device: units, caches, clock, peaks and their sources",
    .examples =
        "  gpupeak info\n"
        "  gpupeak info --device host\n"
        "  gpupeak info --peak dram=51.2GB/s\n",
    .declare = bound<InfoOptions, declare_info_options, execute_info>,
};

}  // namespace gpupeak::cli
