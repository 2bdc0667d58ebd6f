// What of the operating system's state decides how fast this machine runs and how much its times scatter: a value, read
// from /proc and /sys below a root folder, so that tests can make up machines.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "device/host/cgroup.h"
#include "device/host/other_programs.h"

namespace gpupeak::host {

// Whatever the system does not show is absent.
struct HostState {
  std::string kernel;                   // "Linux 6.1.0-13-amd64"
  std::string cpu_model;                // of /proc/cpuinfo
  std::string machine_hash;             // of the machine's id, which itself is private; empty when it has none
  std::optional<double> load;           // mean number of runnable tasks over the last minute
  std::optional<OtherPrograms> others;  // at this moment, where somebody watched: read_host_state does not
  std::optional<int64_t> online_cpus;   // logical CPUs
  std::optional<int64_t> allowed_cpus;  // of these, how many this process may use
  std::map<std::string, int>
      governors;              // cpufreq governor -> logical CPUs; empty when the system does not steer the clock
  std::optional<bool> smt;    // two logical CPUs on a core
  std::optional<bool> turbo;  // the clock may rise above its nominal value
  bool virtual_machine = false;
  std::string hypervisor;        // "KVM", "Microsoft Corporation"
  std::optional<double> stolen;  // share of this machine's time that its hypervisor gave to others since it started
  std::string huge_pages;        // "madvise", "always", "never"
  std::string clocksource;       // "tsc"
  std::optional<int64_t> throttle_events;  // since the machine started, of the core that had most
  CgroupLimits limits;
  std::optional<std::map<std::string, std::string>> variables;  // the environment this process was started with
};

// The name that people know for such a signature of CPUID ("KVMKVMKVM": "KVM"); one without a name stays as it is.
std::string hypervisor_named(std::string_view signature);

HostState read_host_state(const std::filesystem::path& root = "/");

// For DeviceInfo::clock_policy: "governor performance, turbo on"; empty where the system does not steer the clock.
std::string clock_policy(const HostState&);

}  // namespace gpupeak::host
