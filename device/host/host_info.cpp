// Gathers topology, features, state, peaks and libraries into one DeviceInfo.
#include <fmt/format.h>

#include "device/host/affinity.h"
#include "device/host/clock.h"
#include "device/host/cpu_features.h"
#include "device/host/cpu_name.h"
#include "device/host/diagnose.h"
#include "device/host/host_device.h"
#include "device/host/host_libraries.h"
#include "device/host/host_memory.h"
#include "device/host/host_peak.h"
#include "device/host/host_state.h"
#include "device/host/topology.h"

namespace gpupeak::host {
namespace {

// Cores that peaks can be probed on in turn: all, or the first where there are several kinds.
std::vector<int> probed_cpus(const Topology& topology) {
  std::vector<int> cpus;
  for (const Core& core : topology.cores)
    if (cpus.empty() || topology.kinds_of_cores == 1) cpus.push_back(core.cpu);
  return cpus;
}

void add_probed(DeviceInfo& info, const Topology& topology, const HostState& state) {
  const CoreProbe probe = probe_cores(probed_cpus(topology));
  info.rated_clock = probe.clock;
  info.clock_source = probe.clock ? fmt::format("calibrated by {}", clock_method()) : clock_method();
  info.peak = host_peak(info.units, probe, read_dram_rate(state.virtual_machine));
}

}  // namespace

HostDescription describe_host(bool probe) {
  const Topology topology = read_topology();
  const HostState state = read_host_state();
  const MemoryState memory = read_memory_state();
  DeviceInfo info;
  info.backend = "host";
  info.uuid = state.machine_hash.empty() ? "" : "host-" + state.machine_hash;
  info.name = cpu_name(state.cpu_model.empty() ? topology.cpu_model : state.cpu_model, cpu_features());
  info.units = static_cast<int>(topology.cores.size());
  info.unit_name = "core";
  info.memory = memory.total;
  info.free_memory = memory.free;
  info.caches = topology.caches;
  info.features = cpu_features();
  info.driver = state.kernel;
  info.clock_policy = clock_policy(state);
  info.libraries = find_libraries();
  if (probe) add_probed(info, topology, state);
  info.notes = lasting_notes(state, info);
  if (topology.kinds_of_cores > 1)
    info.notes.push_back({NoteKind::kinds_of_cores, {static_cast<double>(topology.kinds_of_cores)}});
  std::vector<int> cpus;
  for (const Core& core : topology.cores) cpus.push_back(core.cpu);
  return {std::move(info), std::move(cpus), probed_cpus(topology)};
}

}  // namespace gpupeak::host
