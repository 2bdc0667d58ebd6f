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

// Of the machine or the container, not of the moment: reports keep it.
Diagnosis lasting(Severity severity, std::string title, Note fact, std::string remedy) {
  return {severity, std::move(title), text(fact), std::move(remedy), std::move(fact)};
}

Found quota(const HostState& s, const DeviceInfo& d) {
  if (!s.limits.cpus) return std::nullopt;
  if (*s.limits.cpus >= d.units) return Diagnosis{Severity::ok, "CPU quota", "the quota covers every core used", ""};
  return lasting(Severity::problem, "CPU quota", {NoteKind::cpu_quota, {*s.limits.cpus, static_cast<double>(d.units)}},
                 "raise the container's CPU limit, or restrict gpupeak to whole cores with taskset -c 0");
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
  return lasting(Severity::note, "CPU affinity",
                 {NoteKind::some_cpus, {static_cast<double>(*s.allowed_cpus), static_cast<double>(*s.online_cpus)}},
                 "for the whole machine, start gpupeak without taskset or cpuset");
}

// What they use now where that was watched, else the load: it tells of the last minute, this program's own part too.
Found diagnose_load(const HostState& s, const DeviceInfo&) {
  constexpr double quiet = 0.5;
  if (s.others && is_quiet(*s.others))
    return Diagnosis{Severity::ok, "other programs", "they use " + text(*s.others), ""};
  if (s.others)
    return Diagnosis{Severity::warn, "other programs",
                     fmt::format("they use {} now, and will take turns with the measurement", text(*s.others)),
                     "stop them (top shows them), or gpupeak run --wait-idle 60s"};
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
  return lasting(Severity::note, "virtual machine",
                 {NoteKind::virtual_machine, {}, {s.hypervisor.empty() ? "unknown" : s.hypervisor}},
                 "for figures of the machine itself, measure on bare metal or on an instance that has it alone");
}

Found governor(const HostState& s, const DeviceInfo&) {
  if (s.governors.empty()) return std::nullopt;
  if (s.governors.size() == 1 && s.governors.contains("performance"))
    return Diagnosis{Severity::ok, "clock governor", "performance on every CPU", ""};
  std::string names;
  for (const auto& [name, cpus] : s.governors)
    names += fmt::format("{}{} on {}", names.empty() ? "" : ", ", name, cpus);
  return lasting(Severity::warn, "clock governor", {NoteKind::clock_follows_load, {}, {names}},
                 "sudo cpupower frequency-set --governor performance");
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
  return lasting(Severity::note, "turbo", {NoteKind::turbo},
                 "for steadier times: echo 1 | sudo tee /sys/devices/system/cpu/intel_pstate/no_turbo");
}

Found smt(const HostState& s, const DeviceInfo&) {
  if (!s.smt) return std::nullopt;
  if (!*s.smt) return Diagnosis{Severity::ok, "hyper-threading", "off", ""};
  return lasting(Severity::note, "hyper-threading", {NoteKind::hyper_threading},
                 "keep the siblings idle, or turn them off: echo off | sudo tee /sys/devices/system/cpu/smt/control");
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
  return lasting(Severity::warn, "huge pages", {NoteKind::no_huge_pages},
                 "echo madvise | sudo tee /sys/kernel/mm/transparent_hugepage/enabled");
}

Found memory_limit(const HostState& s, const DeviceInfo&) {
  if (!s.limits.memory) return std::nullopt;
  return lasting(Severity::note, "memory limit", {NoteKind::memory_limit, {s.limits.memory->value}},
                 "for larger cases, raise the container's memory limit");
}

Found clocksource(const HostState& s, const DeviceInfo&) {
  constexpr std::string_view slow[] = {"hpet", "acpi_pm", "jiffies", "xen"};
  if (s.clocksource.empty()) return std::nullopt;
  constexpr std::string_view fast[] = {"tsc", "kvm-clock", "hyperv_clocksource_tsc_page", "arch_sys_counter"};
  if (std::ranges::find(fast, s.clocksource) != std::end(fast))
    return Diagnosis{Severity::ok, "clock source", s.clocksource, ""};
  if (std::ranges::find(slow, s.clocksource) == std::end(slow))
    return lasting(Severity::note, "clock source", {NoteKind::unknown_clock_source, {}, {s.clocksource}},
                   "boot with clocksource=tsc where the processor's counter is reliable");
  return lasting(Severity::warn, "clock source", {NoteKind::slow_clock_source, {}, {s.clocksource}},
                 "boot with clocksource=tsc where the processor's counter is reliable");
}

Found vector_unit(const HostState&, const DeviceInfo& d) {
  const auto listed = [&](std::string_view name) { return std::ranges::find(d.features, name) != d.features.end(); };
  if (listed("fma") || listed("asimd"))
    return Diagnosis{Severity::ok, "vector unit", fmt::format("{}", fmt::join(d.features, " ")), ""};
  return lasting(Severity::problem, "vector unit", {NoteKind::no_fused_multiply_add}, "");
}

Found memory_rate(const HostState&, const DeviceInfo& d) {
  const auto why = d.peak.unknown.find(Resource::dram);
  if (why == d.peak.unknown.end()) return std::nullopt;
  return Diagnosis{Severity::note, "memory peak", "the rate of main memory is not known: " + why->second.why,
                   why->second.remedy};
}

// Most important first.
constexpr Found (*checks[])(const HostState&, const DeviceInfo&) = {
    quota,       throttling, diagnose_load, stolen, governor, throttled,     huge_pages,      clocksource,
    vector_unit, affinity,   memory_limit,  smt,    turbo,    clock_control, virtual_machine, memory_rate,
};

// One diagnosis per library: they come and go independently. A library chooses its kernels by processor model: an old
// one does not know a new processor, and falls back to kernels of an old one.
void add_libraries(const DeviceInfo& d, std::vector<Diagnosis>& diagnoses) {
  for (const Library& library : d.libraries) {
    if (!library.below.empty()) {
      diagnoses.push_back({Severity::warn, library.name, below_sentence(library), library.remedy});
      continue;
    }
    if (!library.version.empty()) {
      diagnoses.push_back({Severity::ok, library.name, fmt::format("{} from {}", release(library), library.path), ""});
      continue;
    }
    if (library.note.empty()) {
      diagnoses.push_back({Severity::ok, library.name, library.path, ""});
      continue;
    }
    diagnoses.push_back(
        {Severity::warn, library.name, fmt::format("its rungs are skipped: {}", library.note), library.remedy});
  }
}

}  // namespace

std::vector<Diagnosis> diagnose(const HostState& state, const DeviceInfo& device) {
  std::vector<Diagnosis> diagnoses;
  for (const auto look : checks)
    if (Found found = look(state, device)) diagnoses.push_back(std::move(*found));
  for (Diagnosis& found : diagnose_environment(state)) diagnoses.push_back(std::move(found));
  add_libraries(device, diagnoses);
  return diagnoses;
}

std::vector<Note> lasting_notes(const HostState& state, const DeviceInfo& device) {
  std::vector<Note> notes;
  for (Diagnosis& found : diagnose(state, device))
    if (found.lasting) notes.push_back(*std::move(found.lasting));
  return notes;
}

}  // namespace gpupeak::host
