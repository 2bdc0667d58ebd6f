// TABLE of checks. Each looks at one thing and returns nothing when its facts are not known.
#include "device/host/diagnose.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "core/format.h"
#include "core/text.h"

namespace gpupeak::host {
namespace {

using Severity = Diagnosis::Severity;
using Found = std::optional<Diagnosis>;

Found quota(const HostState& s, const DeviceInfo& d) {
  if (!s.limits.cpus) return std::nullopt;
  if (*s.limits.cpus >= d.units) return Diagnosis{Severity::ok, "CPU quota", "the quota covers every core used", ""};
  return Diagnosis{
      Severity::problem, "CPU quota",
      fmt::format(
          "a control group limits this process to the time of {:.2f} cores, but {} are used: threads are stopped "
          "in mid-measurement",
          *s.limits.cpus, d.units),
      "raise the container's CPU limit, or restrict gpupeak to whole cores with taskset -c 0"};
}

Found throttling(const HostState& s, const DeviceInfo&) {
  const std::optional<Throttling>& t = s.limits.throttling;
  if (!t || t->periods == 0) return std::nullopt;
  if (t->throttled == 0)
    return Diagnosis{Severity::ok, "CPU throttling",
                     fmt::format("the quota was never used up in {}", count_of(t->periods, "period")), ""};
  return Diagnosis{Severity::warn, "CPU throttling",
                   fmt::format("so far the quota stopped the programs of this control group {}", text(*t)),
                   "raise the container's CPU limit, or use fewer cores with taskset"};
}

Found affinity(const HostState& s, const DeviceInfo&) {
  if (!s.allowed_cpus || !s.online_cpus) return std::nullopt;
  if (*s.allowed_cpus >= *s.online_cpus)
    return Diagnosis{Severity::ok, "CPU affinity", fmt::format("all {} logical CPUs may be used", *s.online_cpus), ""};
  return Diagnosis{Severity::note, "CPU affinity",
                   fmt::format("this process may use {} of {} logical CPUs: peaks are of those alone", *s.allowed_cpus,
                               *s.online_cpus),
                   "for the whole machine, start gpupeak without taskset or cpuset"};
}

Found diagnose_load(const HostState& s, const DeviceInfo&) {
  constexpr double quiet = 0.5;
  if (!s.load) return std::nullopt;
  if (*s.load <= quiet)
    return Diagnosis{Severity::ok, "other programs", fmt::format("the load is {:.2f}", *s.load), ""};
  return Diagnosis{
      Severity::warn, "other programs",
      fmt::format("{:.2f} tasks were running on average over the last minute, and will take turns with the measurement",
                  *s.load),
      "stop other programs (top shows them) and wait a minute"};
}

Found stolen(const HostState& s, const DeviceInfo&) {
  constexpr double little = 0.005;
  if (!s.virtual_machine || !s.stolen) return std::nullopt;
  if (*s.stolen <= little)
    return Diagnosis{Severity::ok, "stolen time", fmt::format("{} since the start", percent(*s.stolen)), ""};
  return Diagnosis{
      Severity::warn, "stolen time",
      fmt::format("the hypervisor gave {} of this machine's time to others since it started", percent(*s.stolen)),
      "use an instance with dedicated cores, or more samples: --preset full"};
}

Found virtual_machine(const HostState& s, const DeviceInfo&) {
  if (!s.virtual_machine) return Diagnosis{Severity::ok, "bare metal", "no hypervisor", ""};
  return Diagnosis{
      Severity::note, "virtual machine",
      fmt::format("a hypervisor ({}) hides clock control and memory modules, and neighbours share caches and memory",
                  s.hypervisor.empty() ? "unknown" : s.hypervisor),
      "for figures of the machine itself, measure on bare metal or on an instance that has it alone"};
}

Found governor(const HostState& s, const DeviceInfo&) {
  if (s.governors.empty()) return std::nullopt;
  if (s.governors.size() == 1 && s.governors.contains("performance"))
    return Diagnosis{Severity::ok, "clock governor", "performance on every CPU", ""};
  std::string names;
  for (const auto& [name, cpus] : s.governors)
    names += fmt::format("{}{} on {}", names.empty() ? "" : ", ", name, cpus);
  return Diagnosis{
      Severity::warn, "clock governor",
      fmt::format("the clock follows the load (governor {} CPUs), so that short measurements run slower", names),
      "sudo cpupower frequency-set --governor performance"};
}

Found clock_control(const HostState& s, const DeviceInfo&) {
  if (!s.governors.empty()) return std::nullopt;
  return Diagnosis{Severity::note, "clock control",
                   "the system does not steer the core clock: it is calibrated before and after every sample instead",
                   ""};
}

Found turbo(const HostState& s, const DeviceInfo&) {
  if (!s.turbo) return std::nullopt;
  if (!*s.turbo) return Diagnosis{Severity::ok, "turbo", "off: the clock is steady", ""};
  return Diagnosis{
      Severity::note, "turbo",
      "the core clock rises above its nominal value while power and temperature allow it, so that times depend "
      "on both",
      "for steadier times: echo 1 | sudo tee /sys/devices/system/cpu/intel_pstate/no_turbo"};
}

Found smt(const HostState& s, const DeviceInfo&) {
  if (!s.smt) return std::nullopt;
  if (!*s.smt) return Diagnosis{Severity::ok, "hyper-threading", "off", ""};
  return Diagnosis{
      Severity::note, "hyper-threading",
      "cores have several logical CPUs: our kernels use one of each core, and whatever runs on its sibling takes "
      "a share of the same units",
      "keep the siblings idle, or turn them off: echo off | sudo tee /sys/devices/system/cpu/smt/control"};
}

Found throttled(const HostState& s, const DeviceInfo&) {
  if (!s.throttle_events) return std::nullopt;
  if (*s.throttle_events == 0)
    return Diagnosis{Severity::ok, "temperature", "no core was throttled since the start", ""};
  return Diagnosis{Severity::warn, "temperature",
                   fmt::format("a core was throttled {} for its temperature since the machine started",
                               count_of(*s.throttle_events, "time")),
                   "check cooling and airflow"};
}

Found huge_pages(const HostState& s, const DeviceInfo&) {
  if (s.huge_pages.empty()) return std::nullopt;
  if (s.huge_pages != "never") return Diagnosis{Severity::ok, "huge pages", s.huge_pages, ""};
  return Diagnosis{Severity::warn, "huge pages",
                   "transparent huge pages are off: latency and bandwidth of large arrays suffer",
                   "echo madvise | sudo tee /sys/kernel/mm/transparent_hugepage/enabled"};
}

Found memory_limit(const HostState& s, const DeviceInfo&) {
  if (!s.limits.memory) return std::nullopt;
  return Diagnosis{
      Severity::note, "memory limit",
      fmt::format("a control group limits this process to {} of memory: cases that need more are skipped, and "
                  "cold ones may not leave the caches",
                  text(*s.limits.memory)),
      "for larger cases, raise the container's memory limit"};
}

Found clocksource(const HostState& s, const DeviceInfo&) {
  constexpr std::string_view slow[] = {"hpet", "acpi_pm", "jiffies", "xen"};
  if (s.clocksource.empty()) return std::nullopt;
  constexpr std::string_view fast[] = {"tsc", "kvm-clock", "hyperv_clocksource_tsc_page", "arch_sys_counter"};
  if (std::ranges::find(fast, s.clocksource) != std::end(fast))
    return Diagnosis{Severity::ok, "clock source", s.clocksource, ""};
  if (std::ranges::find(slow, s.clocksource) == std::end(slow))
    return Diagnosis{
        Severity::note, "clock source",
        fmt::format("{} is not known here: where a reading takes long, short measurements blur", s.clocksource),
        "boot with clocksource=tsc where the processor's counter is reliable"};
  return Diagnosis{
      Severity::warn, "clock source",
      fmt::format("reading the time through {} takes microseconds and blurs short measurements", s.clocksource),
      "boot with clocksource=tsc where the processor's counter is reliable"};
}

Found vector_unit(const HostState&, const DeviceInfo& d) {
  const auto listed = [&](std::string_view name) { return std::ranges::find(d.features, name) != d.features.end(); };
  if (listed("fma") || listed("asimd"))
    return Diagnosis{Severity::ok, "vector unit", fmt::format("{}", fmt::join(d.features, " ")), ""};
  return Diagnosis{Severity::problem, "vector unit",
                   "this processor has no fused multiply-add, which most of our kernels need", ""};
}

Found memory_rate(const HostState&, const DeviceInfo& d) {
  const auto why = d.peak.unknown.find(Resource::dram);
  if (why == d.peak.unknown.end()) return std::nullopt;
  const size_t remedy = why->second.rfind("; ");
  return Diagnosis{Severity::note, "memory peak",
                   "the rate of main memory is not known: " + why->second.substr(0, remedy),
                   remedy == std::string::npos ? "" : why->second.substr(remedy + 2)};
}

// OpenBLAS chooses its kernels by processor model; an old version does not know a new one and falls back to 256-bit
// kernels.
Found openblas_kernels(const HostState& s, const DeviceInfo& d) {
  if (s.variables && s.variables->contains("OPENBLAS_CORETYPE")) return std::nullopt;  // the user's choice, not its own
  const auto library = std::ranges::find(d.libraries, "openblas", &Library::name);
  const bool wide = std::ranges::find(d.features, "avx512f") != d.features.end();
  if (library == d.libraries.end() || !wide || library->version.find("(Haswell)") == std::string::npos)
    return std::nullopt;
  return Diagnosis{
      Severity::note, "OpenBLAS kernels",
      fmt::format("OpenBLAS {} uses its 256-bit kernels although this processor has AVX-512", library->version),
      "run with OPENBLAS_CORETYPE=SkylakeX, or install a newer OpenBLAS"};
}

struct Check {
  Found (*look)(const HostState&, const DeviceInfo&);
  bool lasting;  // a property of the machine or the container, not of the moment
};

// Most important first.
constexpr Check checks[] = {
    {quota, true},        {throttling, false},       {diagnose_load, false},
    {stolen, false},      {governor, true},          {throttled, false},
    {huge_pages, true},   {clocksource, true},       {vector_unit, true},
    {affinity, true},     {memory_limit, true},      {smt, true},
    {turbo, true},        {clock_control, false},    {virtual_machine, true},
    {memory_rate, false}, {openblas_kernels, false},
};

// One diagnosis per library: they come and go independently.
void add_missing_libraries(const DeviceInfo& d, std::vector<Diagnosis>& diagnoses) {
  for (const Library& library : d.libraries) {
    if (!library.version.empty()) {
      diagnoses.push_back({Severity::ok, library.name, fmt::format("{} from {}", library.version, library.path), ""});
      continue;
    }
    const size_t remedy = library.note.find("; ");
    diagnoses.push_back({Severity::warn, library.name,
                         fmt::format("its rungs are skipped: {}", library.note.substr(0, remedy)),
                         remedy == std::string::npos ? "" : library.note.substr(remedy + 2)});
  }
}

}  // namespace

std::vector<Diagnosis> diagnose(const HostState& state, const DeviceInfo& device) {
  std::vector<Diagnosis> diagnoses;
  for (const Check& check : checks)
    if (Found found = check.look(state, device)) diagnoses.push_back(std::move(*found));
  for (Diagnosis& found : diagnose_environment(state)) diagnoses.push_back(std::move(found));
  add_missing_libraries(device, diagnoses);
  return diagnoses;
}

std::vector<std::string> lasting_notes(const HostState& state, const DeviceInfo& device) {
  std::vector<std::string> notes;
  for (const Check& check : checks)
    if (check.lasting)
      if (const Found found = check.look(state, device); found && found->severity != Severity::ok)
        notes.push_back(found->detail);
  for (const Diagnosis& found : diagnose_environment(state))
    if (found.severity == Severity::warn) notes.push_back(found.detail);
  return notes;
}

}  // namespace gpupeak::host
