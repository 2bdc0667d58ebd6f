// TABLES of checks: of the machine, and of each GPU.
#include "device/nvml/diagnose.h"

#include <fmt/format.h>

#include <cstdlib>
#include <optional>

#include "core/format.h"
#include "core/text.h"

namespace gpupeak::nvml {
namespace {

using Severity = Diagnosis::Severity;
using Found = std::optional<Diagnosis>;

constexpr const char* group_of_the_files =
    "join the group that owns /dev/nvidia* (ls -l shows it), usually video or render, and log in again";

Found driver(const NvidiaState& s, int) {
  if (s.nvml_status == NvmlStatus::ok)
    return Diagnosis{Severity::ok, "NVIDIA driver", s.driver ? "version " + *s.driver : "loaded", ""};
  if (s.nvml_status == NvmlStatus::version_mismatch)
    return Diagnosis{Severity::problem, "NVIDIA driver", "its library and its kernel module are of different versions",
                     "reboot: the driver was updated while its old kernel module was loaded"};
  if (s.nvml_status == NvmlStatus::library_not_found) {
    if (s.pci_gpus == 0) return Diagnosis{Severity::note, "NVIDIA driver", "there is none, and no GPU on the bus", ""};
    return Diagnosis{Severity::problem, "NVIDIA driver",
                     fmt::format("{} NVIDIA GPU(s) on the bus, but no driver: {}", s.pci_gpus, s.nvml.note),
                     "install NVIDIA's driver; in a container, start it with --gpus all"};
  }
  return Diagnosis{Severity::problem, "NVIDIA driver",
                   s.nvml_status == NvmlStatus::no_permission ? "this user may not use it" : text(s.nvml_status),
                   s.nvml_status == NvmlStatus::no_driver       ? "sudo modprobe nvidia; after a kernel update, reboot"
                   : s.nvml_status == NvmlStatus::no_permission ? group_of_the_files
                                                                : "nvidia-smi says more; dmesg | grep -i nvrm too"};
}

Found driver_age(const NvidiaState& s, int needed) {
  if (needed == 0 || !s.driver) return std::nullopt;
  if (std::atoi(s.driver->c_str()) >= needed)
    return Diagnosis{Severity::ok, "driver version", fmt::format("{}, {} or newer is needed", *s.driver, needed), ""};
  return Diagnosis{
      Severity::problem, "driver version",
      fmt::format("{} is older than {}, the oldest that this program's CUDA works with", *s.driver, needed),
      fmt::format("install driver {} or newer, or a gpupeak that was built with an older CUDA", needed)};
}

Found permission(const NvidiaState& s, int) {
  if (s.forbidden.empty()) return std::nullopt;
  return Diagnosis{Severity::problem, "device files",
                   fmt::format("this user may not open {}{}", s.forbidden.front(),
                               s.forbidden.size() > 1 ? fmt::format(" and {} more", s.forbidden.size() - 1) : ""),
                   group_of_the_files};
}

Found hidden(const NvidiaState& s, int) {
  if (!s.visible_devices) return std::nullopt;
  if (s.visible_devices->empty() || *s.visible_devices == "-1" || *s.visible_devices == "NoDevFiles")
    return Diagnosis{Severity::problem, "CUDA_VISIBLE_DEVICES",
                     fmt::format("is '{}', which hides every GPU", *s.visible_devices), "unset CUDA_VISIBLE_DEVICES"};
  return Diagnosis{
      Severity::note, "CUDA_VISIBLE_DEVICES",
      fmt::format("is '{}': only these GPUs can be measured, and they are numbered anew", *s.visible_devices),
      "unset CUDA_VISIBLE_DEVICES to see all GPUs"};
}

Found lost(const GpuState& g) {
  if (g.status == NvmlStatus::ok) return std::nullopt;
  return Diagnosis{Severity::problem, "access", text(g.status),
                   g.status == NvmlStatus::no_permission ? "join the group that owns /dev/nvidia*, and log in again"
                                                         : "nvidia-smi -r, or reboot; dmesg | grep -i xid says why"};
}

Found mig(const GpuState& g) {
  if (!g.mig || !*g.mig) return std::nullopt;
  return Diagnosis{Severity::warn, "MIG",
                   "the GPU is partitioned: what is measured is one instance, with its share of the SMs and the "
                   "memory, and others may "
                   "work beside it",
                   fmt::format("sudo nvidia-smi -i {} -mig 0 for the whole GPU", g.index)};
}

Found persistence(const GpuState& g) {
  if (!g.persistence) return std::nullopt;
  if (*g.persistence) return Diagnosis{Severity::ok, "persistence mode", "on", ""};
  return Diagnosis{Severity::note, "persistence mode",
                   "off: the driver is set up anew for each program, and settings of clocks and power are lost",
                   fmt::format("sudo nvidia-smi -i {} -pm 1", g.index)};
}

Found power_limit(const GpuState& g) {
  if (!g.power_limit || !g.default_power_limit) return std::nullopt;
  const double limit = g.power_limit->value, usual = g.default_power_limit->value;
  if (limit >= usual) return Diagnosis{Severity::ok, "power limit", fmt::format("{:.0f} W", limit), ""};
  return Diagnosis{
      Severity::warn, "power limit",
      fmt::format("{:.0f} W, below the board's default of {:.0f} W: clocks will fall under load", limit, usual),
      fmt::format("sudo nvidia-smi -i {} -pl {:.0f}; a laptop refuses it: plug it in and choose its fastest mode",
                  g.index, usual)};
}

Found application_clocks(const GpuState& g) {
  if (!g.application_clock || !g.default_application_clock) return std::nullopt;
  if (*g.application_clock >= *g.default_application_clock)
    return Diagnosis{Severity::ok, "application clocks", text(*g.application_clock), ""};
  return Diagnosis{
      Severity::warn, "application clocks",
      fmt::format("set to {}, below the default of {}", text(*g.application_clock), text(*g.default_application_clock)),
      fmt::format("sudo nvidia-smi -i {0} -rac; sudo nvidia-smi -i {0} -rgc frees locked clocks", g.index)};
}

struct EventRow {
  uint64_t bit;
  const char* detail;
  const char* remedy;
};
constexpr EventRow event_rows[] = {
    {event_power_brake, "the server's power brake holds the clock down", "look at the server's power supplies"},
    {event_hardware_thermal, "the hardware holds the clock down: too hot", "look at fans, air flow and dust"},
    {event_software_thermal, "the driver holds the clock down: too hot", "look at fans, air flow and dust"},
    {event_slowdown, "the hardware holds the clock down", "nvidia-smi -q -d PERFORMANCE says why"},
    {event_power_cap, "the power limit holds the clock down", "wait until other work ends, or raise the limit"},
    {event_sync_boost, "the clock follows another GPU's", "nvidia-smi -q -d PERFORMANCE says why"},
    {event_application_clocks, "the clock is held by an application or locked clock", "sudo nvidia-smi -rac -rgc"},
};

Found throttling(const GpuState& g) {
  if (!g.clock_events) return std::nullopt;
  for (const EventRow& row : event_rows)
    if (*g.clock_events & row.bit)
      return Diagnosis{Severity::warn, "clock",
                       g.temperature ? fmt::format("{}, at {:.0f} °C", row.detail, *g.temperature) : row.detail,
                       row.remedy};
  return Diagnosis{Severity::ok, "clock", "nothing holds it down", ""};
}

Found ecc(const GpuState& g) {
  if (!g.ecc) return std::nullopt;
  if (*g.ecc) return Diagnosis{Severity::ok, "ECC", "on", ""};
  return Diagnosis{Severity::note, "ECC", "off: errors of memory pass unseen",
                   fmt::format("sudo nvidia-smi -i {} -e 1, then reboot", g.index)};
}

Found memory_errors(const GpuState& g) {
  if (g.remapped_rows && g.remapped_rows->failed)
    return Diagnosis{Severity::problem, "memory errors", "a row of memory could not be remapped", "replace the board"};
  if (g.remapped_rows && g.remapped_rows->pending)
    return Diagnosis{Severity::problem, "memory errors", "a row of memory waits to be remapped",
                     fmt::format("stop all programs on it, then sudo nvidia-smi -i {} -r", g.index)};
  if (!g.ecc_uncorrected) return std::nullopt;
  if (*g.ecc_uncorrected == 0) return Diagnosis{Severity::ok, "memory errors", "none since the driver was loaded", ""};
  return Diagnosis{Severity::problem, "memory errors",
                   fmt::format("{} uncorrected since the driver was loaded", *g.ecc_uncorrected),
                   fmt::format("sudo nvidia-smi -i {} -r; if they come back, replace the board", g.index)};
}

Found link(const GpuState& g) {
  if (!g.link || !g.link_max) return std::nullopt;
  const auto words = [](const PcieLink& l) { return fmt::format("generation {} ×{}", l.generation, l.width); };
  if (g.link->width < g.link_max->width)
    return Diagnosis{Severity::warn, "PCIe link",
                     fmt::format("runs as {} instead of {}", words(*g.link), words(*g.link_max)),
                     "reseat the board or its riser, and look whether its slot shares lanes"};
  if (g.link->generation < g.link_max->generation)
    return Diagnosis{Severity::note, "PCIe link",
                     fmt::format("runs as {} instead of {}, as it does while idle to save power", words(*g.link),
                                 words(*g.link_max)),
                     "if the report of a run shows it under load too, look at the firmware's settings of the slot"};
  return Diagnosis{Severity::ok, "PCIe link", words(*g.link), ""};
}

Found other_processes(const GpuState& g) {
  if (!g.other_processes) return std::nullopt;
  if (*g.other_processes == 0) return Diagnosis{Severity::ok, "other processes", "none compute on it", ""};
  return Diagnosis{
      Severity::warn, "other processes",
      fmt::format("{} at work on it, in turn with the measurement", count_of(*g.other_processes, "process")),
      "stop them (nvidia-smi shows them)"};
}

// What this user may not read of a GPU that NVML shows.
Found rights(const GpuState& g) {
  std::string unread;
  const auto look = [&](const char* what, const auto& seen) {
    if (seen || !seen.forbidden) return;
    unread += (unread.empty() ? "" : ", ") + std::string(what);
  };
  look("clock events", g.clock_events);
  look("power limit", g.power_limit);
  look("temperature", g.temperature);
  look("memory errors", g.ecc_uncorrected);
  look("other processes", g.other_processes);
  if (unread.empty()) return std::nullopt;
  return Diagnosis{Severity::note, "telemetry", fmt::format("this user may not read: {}", unread),
                   "run as a user with rights on /dev/nvidia*; a container may need --pid=host to see processes"};
}

constexpr Found (*machine_checks[])(const NvidiaState&, int) = {driver, driver_age, permission, hidden};
constexpr Found (*gpu_checks[])(const GpuState&) = {lost,        mig, throttling,    power_limit, application_clocks,
                                                    persistence, ecc, memory_errors, link,        other_processes,
                                                    rights};

}  // namespace

namespace {

// Of several GPUs what is in order takes a line each.
void add_together(std::vector<Diagnosis> of_one, const std::string& title, std::vector<Diagnosis>& diagnoses) {
  std::string fine;
  for (Diagnosis& found : of_one) {
    if (found.severity == Severity::ok) {
      fine += (fine.empty() ? "" : ", ") + found.title;
      continue;
    }
    found.title = title + " " + found.title;
    diagnoses.push_back(std::move(found));
  }
  if (!fine.empty()) diagnoses.push_back({Severity::ok, title, fine, ""});
}

}  // namespace

std::vector<Diagnosis> diagnose(const NvidiaState& state, int needed_driver) {
  std::vector<Diagnosis> diagnoses;
  for (const auto check : machine_checks)
    if (Found found = check(state, needed_driver)) diagnoses.push_back(std::move(*found));
  for (const GpuState& gpu : state.gpus) {
    std::vector<Diagnosis> of_one;
    for (const auto check : gpu_checks)
      if (Found found = check(gpu)) of_one.push_back(std::move(*found));
    const std::string title = fmt::format("GPU {}", gpu.index);
    if (state.gpus.size() > 1) {
      add_together(std::move(of_one), title, diagnoses);
      continue;
    }
    for (Diagnosis& found : of_one) {
      found.title = title + " " + found.title;
      diagnoses.push_back(std::move(found));
    }
  }
  return diagnoses;
}

}  // namespace gpupeak::nvml
