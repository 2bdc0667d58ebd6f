// How much of this machine's CPUs other programs use at this moment: what will take turns with a measurement.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace gpupeak::host {

// Time that was spent since the machine started on the logical CPUs this process may use, all of them together, and by
// this process. In ticks: of 1/100 s on most machines.
struct CpuTimes {
  double busy = 0;    // by programs and the kernel
  double stolen = 0;  // that the hypervisor gave to other machines
  double passed = 0;  // in all, idle time with it
  double own = 0;     // by this process, all its threads
  int cpus = 0;
};

// Of proc/stat and proc/self below `root`; nothing where the system does not show them.
std::optional<CpuTimes> read_cpu_times(const std::filesystem::path& root = "/");

// CPUs' worth of time.
struct OtherPrograms {
  double used = 0;    // by other programs and the kernel
  double stolen = 0;  // that the hypervisor gave to other machines
  double cpus = 0;    // of so many
};

// Of the time between two readings; nothing where none passed.
std::optional<OtherPrograms> other_programs(const CpuTimes& before, const CpuTimes& after);

// The same of the next quarter of a second, in which the calling thread sleeps.
std::optional<OtherPrograms> watch_other_programs();

// What the housekeeping of a machine at rest stays below, in CPUs.
inline constexpr double quiet_cpus = 0.2;
inline bool is_quiet(const OtherPrograms& o) { return o.used + o.stolen <= quiet_cpus; }

// "1.4 of 2 CPUs, and the hypervisor gives 0.5 to other machines"
std::string text(const OtherPrograms&);

}  // namespace gpupeak::host
